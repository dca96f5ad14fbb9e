import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';

/** What is known of a file since it was fetched. */
export interface FetchState {
  /** Without query, because that may hold a secret. */
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  /** RFC 3339. */
  readonly fetchedAt: string;
  /** When the server last confirmed that the file is unchanged. */
  readonly checkedAt?: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** By path below the folder. */
export type FetchCheckpoint = ReadonlyMap<string, FetchState>;

const formatVersion = 1;

/** Empty when there is none, or when it cannot be read: then everything is fetched again. */
export function readFetchCheckpoint(folder: string, sourceId: string): FetchCheckpoint {
  try {
    const { version, files } = JSON.parse(readFileSync(pathOf(folder, sourceId), 'utf8')) as { version?: unknown; files?: unknown };
    if (version !== formatVersion || typeof files !== 'object' || files === null) return new Map();
    return new Map(Object.entries(files).filter((entry): entry is [string, FetchState] => isFetchState(entry[1])));
  } catch {
    return new Map();
  }
}

export function writeFetchCheckpoint(folder: string, sourceId: string, checkpoint: FetchCheckpoint): void {
  const path = pathOf(folder, sourceId);
  makeDirectory(dirname(path));
  const text = `${JSON.stringify({ version: formatVersion, files: Object.fromEntries(checkpoint) }, undefined, 2)}\n`;
  writeFileAtomicallySync(path, [Buffer.from(text)], { sync: 'nothing' });
}

function pathOf(folder: string, sourceId: string): string {
  return join(folder, '.fetched', `${sourceId}.json`);
}

function isFetchState(value: unknown): value is FetchState {
  if (typeof value !== 'object' || value === null) return false;
  const { url, bytes, sha256, fetchedAt, checkedAt, etag, lastModified } = value as Record<string, unknown>;
  return (
    typeof url === 'string' &&
    typeof bytes === 'number' &&
    typeof sha256 === 'string' &&
    typeof fetchedAt === 'string' &&
    isOptionalText(checkedAt) &&
    isOptionalText(etag) &&
    isOptionalText(lastModified)
  );
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
