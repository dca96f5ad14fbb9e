import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asidePath } from '../../lib/file/aside-name.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { syncFolderSync } from '../../lib/file/sync-folder.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Digest, toDigest } from '../../model/digest.ts';
import { manifestName, parseManifest, readManifest, type DatabaseManifest, type ShardEntry } from '../store/database-manifest.ts';
import { listShards } from '../store/database-status.ts';
import { IdIndexBuilder } from '../build/id-index-builder.ts';
import { ShardWriter } from '../store/shard-writer.ts';
import { subjectsOf } from './publish-deltas.ts';
import { readShardIds } from './read-shard-ids.ts';
import { keepGeneration } from '../store/database-generations.ts';
import { rebuildShards } from './rebuild-shards.ts';
import { type VerifiedRepository } from './open-repository.ts';
import { sliceTarget } from './repository-place.ts';

/**
 * Puts a slice of a repository into a directory: the shards that are not there yet, then the manifest, which turns the old database into the new. Shards of the
 * generations before stay as `keepGeneration` says. Where the repository has the difference from a shard that is there, only that is read. Rejects as `VerifiedRepository.read` does, with DATABASE_VERSION, and with DATABASE_DAMAGED.
 */
export async function installSlice(repository: VerifiedRepository, slice: string, directory: string): Promise<DatabaseManifest> {
  const bytes = await repository.read(sliceTarget(slice));
  const manifest = parseManifest(bytes, repository.name);
  const previous = readPrevious(directory);
  makeDirectory(join(directory, 'shards'));
  const isThere = ({ path, digest }: ShardEntry): boolean =>
    existsSync(join(directory, path)) && digestOf(readFileSync(join(directory, path))) === digest;
  await rebuildShards(repository, manifest, { directory, isThere });
  for (const { entry } of subjectsOf(manifest)) {
    if (isThere(entry)) continue;
    writeFileAtomicallySync(join(directory, entry.path), [await readShard(repository, entry)], { mode: 0o644, sync: 'content' });
  }
  if (!isThere(manifest.ids)) writeIds(manifest, directory, repository.name);
  syncFolderSync(join(directory, 'shards'));
  writeFileAtomicallySync(join(directory, manifestName), [bytes], { mode: 0o644, sync: 'content-and-name' });
  removeOthers(directory, keepGeneration(directory, previous, manifest));
  return manifest;
}

/** Both the signed target and the manifest name its digest, and both must be right. */
async function readShard(repository: VerifiedRepository, { path, digest }: ShardEntry): Promise<Buffer> {
  const bytes = await repository.read(path);
  if (digestOf(bytes) === digest) return bytes;
  throw new PratiqueError('DATABASE_DAMAGED', `${path} of ${repository.name} is not the shard that its manifest names`);
}

/** The index of ids follows from the shards, and is not part of a repository. */
function writeIds({ shards, ids }: DatabaseManifest, directory: string, repository: string): void {
  const pending = asidePath(join(directory, ids.name));
  const index = new IdIndexBuilder();
  for (const { path, name } of shards) readShardIds(join(directory, path), name, index);
  const writer = new ShardWriter(pending, ids.name);
  try {
    index.write(writer);
    if (writer.finish().digest !== ids.digest)
      throw new PratiqueError('DATABASE_DAMAGED', `the index of ids of ${repository} is not the one that its manifest names`);
    renameSync(pending, join(directory, ids.path));
  } finally {
    rmSync(pending, { force: true });
  }
}

function digestOf(bytes: Buffer): Digest {
  return toDigest('sha256', createHash('sha256').update(bytes).digest('hex'));
}

function readPrevious(directory: string): DatabaseManifest | undefined {
  try {
    return readManifest(directory);
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}

function removeOthers(directory: string, manifests: readonly DatabaseManifest[]): void {
  const wanted = new Set(manifests.flatMap(listShards).map(({ path }) => path));
  for (const name of readdirSync(join(directory, 'shards')))
    if (!wanted.has(`shards/${name}`)) rmSync(join(directory, 'shards', name), { force: true });
}
