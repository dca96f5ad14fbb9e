import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatManifest, readManifest, type DatabaseManifest } from '../store/database-manifest.ts';
import { verifyDatabase } from '../store/database-status.ts';

/** A file to publish. */
export interface PublishedFile {
  readonly target: string;
  readonly sha256: string;
  readonly bytes: number;
  read(): Buffer;
}

/** A slice to publish: a database of its own, whose shards are files of the repository. */
export interface SliceSource {
  readonly name: string;
  readonly directory: string;
  readonly manifest: DatabaseManifest;
}

/** The slices in the directories of a root, each verified in full. What is no database is passed over, what is damaged is refused: DATABASE_DAMAGED. */
export function readSliceSources(root: string): readonly SliceSource[] {
  return readdirSync(root)
    .sort()
    .flatMap((name) => {
      const directory = join(root, name);
      try {
        const { manifest } = verifyDatabase(directory);
        return [{ name: decodeURIComponent(name), directory, manifest }];
      } catch (error) {
        if (error instanceof PratiqueError && error.code === 'DATABASE_NOT_FOUND') return [];
        throw error;
      }
    });
}

/** Whether a directory is one database, and not a root with one for each slice. */
export function isDatabase(directory: string): boolean {
  try {
    readManifest(directory);
    return true;
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'DATABASE_NOT_FOUND') return false;
    throw error;
  }
}

export function manifestFile({ manifest }: SliceSource, target: string): PublishedFile {
  const text = Buffer.from(formatManifest(manifest));
  return { target, sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length, read: () => text };
}

/** Without the index of ids, which follows from the shards: clients make it. */
export function shardFiles({ directory, manifest }: SliceSource): readonly PublishedFile[] {
  const { shards, enrichment } = manifest;
  return [...shards, ...(enrichment === undefined ? [] : [enrichment])].map(({ path, digest, bytes }) => ({
    target: path,
    sha256: digest.slice('sha256:'.length),
    bytes,
    read: () => readFileSync(join(directory, path)),
  }));
}
