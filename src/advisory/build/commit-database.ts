import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAsideName } from '../../lib/file/aside-name.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { syncFolderSync } from '../../lib/file/sync-folder.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { formatManifest, manifestName, type DatabaseManifest, type ShardEntry, type SourceEntry } from '../store/database-manifest.ts';
import { keepGeneration } from '../store/database-generations.ts';
import { listShards } from '../store/database-status.ts';
import { type PreviousDatabase } from './prepare-source.ts';
import { type Written } from './shard-to-write.ts';
import { type WrittenShards } from './write-shards.ts';
import { shardFormatVersion } from '../store/shard-layout.ts';

export interface Commit {
  readonly output: string;
  readonly shards: WrittenShards;
  readonly sources: readonly SourceEntry[];
  readonly builtAt: string;
  readonly toolVersion: string;
  readonly previous: PreviousDatabase | undefined;
}

const shardFolder = 'shards';
const workPrefix = '.work-';

/**
 * Puts the shards beside the old ones, which have other names unless they are the same, and then replaces the manifest: at that moment
 * the directory turns from the old database into the new. Each step is on the disk before the next.
 *
 * Generations before stay, as many as `limits.localGenerations`: for scans that have their manifest in memory, and for those that ask for an older one.
 */
export function commitDatabase(commit: Commit): DatabaseManifest {
  const { output, shards } = commit;
  makeDirectory(join(output, shardFolder));
  const written: readonly Written<ShardEntry>[] = [
    ...shards.advisories,
    shards.ids,
    ...(shards.enrichment === undefined ? [] : [shards.enrichment]),
  ];
  for (const { file, entry } of written) if (file !== undefined) renameSync(file, join(output, entry.path));
  syncFolderSync(join(output, shardFolder));

  const manifest: DatabaseManifest = {
    formatVersion: shardFormatVersion,
    toolVersion: commit.toolVersion,
    builtAt: commit.builtAt,
    shards: shards.advisories.map(({ entry }) => entry),
    ids: shards.ids.entry,
    ...(shards.enrichment !== undefined && { enrichment: shards.enrichment.entry }),
    sources: commit.sources,
  };
  writeFileAtomicallySync(join(output, manifestName), [Buffer.from(formatManifest(manifest))], { mode: 0o644, sync: 'content-and-name' });
  removeOldShards(output, keepGeneration(output, commit.previous?.manifest, manifest));
  return manifest;
}

/** What builders that were killed left behind; only under the lock. */
export function removeLeftovers(output: string): void {
  for (const name of readdirSync(output)) {
    if (name.startsWith(workPrefix) || name.endsWith('.stale') || isAsideName(name))
      rmSync(join(output, name), { recursive: true, force: true });
  }
}

function removeOldShards(output: string, manifests: readonly DatabaseManifest[]): void {
  const wanted = new Set(manifests.flatMap(listShards).map((entry) => entry.path));
  for (const name of readdirSync(join(output, shardFolder))) {
    const path = `${shardFolder}/${name}`;
    if (!wanted.has(path)) rmSync(join(output, path), { force: true });
  }
}
