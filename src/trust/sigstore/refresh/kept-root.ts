import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile } from '../../../lib/file/read-small-file.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';

/** A trusted root that is kept on this machine. */
export interface KeptRoot {
  /** Of `trusted_root.json`. */
  readonly path: string;
  /** Absent where the file was put there and not fetched. */
  readonly refresh?: RefreshRecord;
}

/** How `trusted_root.json` was fetched. Written last, so that it is never newer than the file. */
export interface RefreshRecord {
  readonly mirror: URL;
  readonly refreshedAt: Date;
  /** When TUF wants it refreshed. */
  readonly timestampExpiresAt: Date;
  /** When it stops being trusted. */
  readonly rootExpiresAt: Date;
}

/** `undefined` when nothing is kept in the directory, or what is there was not fetched to the end. */
export async function findKeptRoot(directory: string): Promise<KeptRoot | undefined> {
  const path = join(directory, 'trusted_root.json');
  if (!existsSync(path)) return undefined;
  const refresh = await readRecord(join(directory, recordFile));
  if (refresh !== undefined) return { path, refresh };
  return existsSync(join(directory, metadataFolder)) ? undefined : { path };
}

export const recordFile = 'refreshed.json';
const metadataFolder = 'tuf';

export function formatRecord({ mirror, refreshedAt, timestampExpiresAt, rootExpiresAt }: RefreshRecord): Buffer {
  return Buffer.from(`${JSON.stringify({ mirror: mirror.href, refreshedAt, timestampExpiresAt, rootExpiresAt })}\n`);
}

/** One directory for each mirror; its name cannot be a path. */
export function metadataDirectory(directory: string, mirror: URL): string {
  return join(directory, metadataFolder, createHash('sha256').update(mirror.href).digest('hex').slice(0, 32));
}

async function readRecord(path: string): Promise<RefreshRecord | undefined> {
  const file = await readSmallFile(path, { maxBytes: limits.trustedRootBytes });
  if (file.kind !== 'content') return undefined;
  try {
    const record = readObject(parseJsonBounded(file.bytes, { maxBytes: limits.trustedRootBytes, maxDepth: 4 }), 'record');
    const mirror = readString(field(record, 'mirror'), 'mirror');
    if (!URL.canParse(mirror)) throw new JsonError('type', 'mirror is not a URL');
    const date = (name: string): Date => toDate(field(record, name), name);
    return {
      mirror: new URL(mirror),
      refreshedAt: date('refreshedAt'),
      timestampExpiresAt: date('timestampExpiresAt'),
      rootExpiresAt: date('rootExpiresAt'),
    };
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function toDate(value: unknown, what: string): Date {
  const date = new Date(readString(value, what));
  if (Number.isNaN(date.getTime())) throw new JsonError('type', `${what} is not a time`);
  return date;
}
