import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asidePath } from '../../lib/file/aside-name.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type DatabaseManifest, type ShardEntry } from '../store/database-manifest.ts';
import { deltaLinks, findChain, markOfShard, type DeltaLink } from './delta-chain.ts';
import { type VerifiedRepository } from './open-repository.ts';
import { subjectsOf } from './publish-deltas.ts';
import { applyDelta } from './shard-delta.ts';
import { readUnits, writeUnits, type ShardSubject } from './shard-units.ts';

export interface RebuildPlace {
  /** Of the slice. */
  readonly directory: string;
  readonly isThere: (entry: ShardEntry) => boolean;
}

/**
 * Makes the shards of a manifest from older ones that are there and the differences that the repository has. What does not come out byte for byte is left
 * out, and the caller reads it whole. Rejects as `VerifiedRepository.read` does, and with what the system says.
 */
export async function rebuildShards(
  repository: VerifiedRepository,
  manifest: DatabaseManifest,
  { directory, isThere }: RebuildPlace,
): Promise<void> {
  const links = deltaLinks(repository.targets);
  if (links.size === 0) return;
  const present = new Map(
    readdirSync(join(directory, 'shards')).flatMap((name) => {
      const mark = markOfShard(name);
      return mark === undefined ? [] : [[mark, join(directory, 'shards', name)] as const];
    }),
  );
  for (const { subject, entry } of subjectsOf(manifest)) {
    if (isThere(entry)) continue;
    const mark = markOfShard(entry.path);
    const chain = mark === undefined ? undefined : findChain(links, mark, (from) => present.has(from));
    const bytes = chain?.reduce((total, { length }) => total + length, 0) ?? 0;
    if (chain === undefined || bytes >= entry.bytes) continue;
    const deltas = await readAll(repository, chain);
    rebuild(present.get(chain[0]!.from)!, deltas, { subject, entry, directory });
  }
}

async function readAll(repository: VerifiedRepository, chain: readonly DeltaLink[]): Promise<readonly Buffer[]> {
  const deltas: Buffer[] = [];
  for (const { target } of chain) deltas.push(await repository.read(target));
  return deltas;
}

interface Rebuild {
  readonly subject: ShardSubject;
  readonly entry: ShardEntry;
  readonly directory: string;
}

/** The old shard may be damaged, which is no reason to fail: the new one can be had whole. */
function rebuild(from: string, deltas: readonly Buffer[], { subject, entry, directory }: Rebuild): void {
  const pending = asidePath(join(directory, subject.name));
  try {
    const units = readUnits(from, subject);
    for (const delta of deltas) applyDelta(units, delta);
    const { digest } = writeUnits(units.values(), subject, pending);
    if (digest === entry.digest) renameSync(pending, join(directory, entry.path));
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code !== 'DATABASE_DAMAGED') throw error;
  } finally {
    rmSync(pending, { force: true });
  }
}
