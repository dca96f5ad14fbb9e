import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hashFileSync } from '../../lib/file/hash-file.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { toDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readManifest, type DatabaseManifest, type ShardEntry } from './database-manifest.ts';

export interface DatabaseStatus {
  readonly directory: string;
  readonly manifest: DatabaseManifest;
  /** Of all shards together. */
  readonly bytes: number;
  /** Shards that are not there or not as long as the manifest says, or with `verify` not of its digest, with the reason. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
}

/** What is in a database; with `verify` every byte of it is read and hashed. Throws DATABASE_NOT_FOUND, DATABASE_DAMAGED (of the manifest) or DATABASE_VERSION. */
export function readDatabaseStatus(directory: string, options: { readonly verify?: boolean } = {}): DatabaseStatus {
  const manifest = readManifest(directory);
  const shards = listShards(manifest);
  const damaged = shards.flatMap((entry) => {
    const reason = findDamage(join(directory, entry.path), entry, options.verify ?? false);
    return reason === undefined ? [] : [{ name: entry.name, reason }];
  });
  return { directory: resolve(directory), manifest, bytes: shards.reduce((total, entry) => total + entry.bytes, 0), damaged };
}

/** Throws DATABASE_DAMAGED naming the first damaged shard, in addition to what {@link readDatabaseStatus} throws. */
export function verifyDatabase(directory: string): DatabaseStatus {
  const status = readDatabaseStatus(directory, { verify: true });
  const [first] = status.damaged;
  if (first === undefined) return status;
  throw new PratiqueError('DATABASE_DAMAGED', `shard ${first.name} ${first.reason}`);
}

export function listShards({ shards, ids, enrichment }: DatabaseManifest): readonly ShardEntry[] {
  return [...shards, ids, ...(enrichment === undefined ? [] : [enrichment])];
}

function findDamage(path: string, entry: ShardEntry, verify: boolean): string | undefined {
  try {
    const { size } = statSync(path);
    if (size !== entry.bytes) return `is ${size} bytes long, not ${entry.bytes}`;
    if (verify && toDigest('sha256', hashFileSync(path)) !== entry.digest) return 'does not match its digest';
    return undefined;
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`;
  }
}
