import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseManifest, type DatabaseManifest, type ShardEntry } from '../store/database-manifest.ts';
import { deltaLinks, deltaTarget, linksTowards, longestDeltaChain, markOfShard } from './delta-chain.ts';
import { type SignedTarget } from './open-repository.ts';
import { sliceTarget, targetPath } from './repository-place.ts';
import { applyDelta, makeDelta } from './shard-delta.ts';
import { readUnits, writeUnits, type ShardSubject } from './shard-units.ts';
import { type PublishedFile, type SliceSource } from './slice-source.ts';

/** A difference that is larger than this share of the shard is not worth its code path. */
const largestShare = 0.5;

/**
 * The differences from the generation before to these slices, and those that led to the shards of the generation before, so that a machine that missed some days
 * still has a way. Each new one was applied here, and gave the shard byte for byte.
 */
export function publishDeltas(
  slices: readonly SliceSource[],
  previous: ReadonlyMap<string, SignedTarget>,
  repository: string,
): readonly PublishedFile[] {
  const work = mkdtempSync(join(tmpdir(), 'pratique-deltas-'));
  const pathOf = (target: string): string | undefined => {
    const signed = previous.get(target);
    const path = signed === undefined ? undefined : join(repository, targetPath(target, signed.sha256));
    // An exported bundle is a generation whose files are elsewhere.
    return path !== undefined && existsSync(path) ? path : undefined;
  };
  try {
    // The releases of a distribution share a shard.
    const tried = new Set<string>();
    const made = slices.flatMap((slice) => {
      const manifest = readPrevious(pathOf(sliceTarget(slice.name)));
      return manifest === undefined ? [] : deltasOf(slice, manifest, { pathOf, work, tried });
    });
    const before = new Set(made.map(({ from }) => from));
    const current = slices.flatMap(({ manifest }) => subjectsOf(manifest).map(({ entry }) => markOfShard(entry.path)!));
    const kept = linksTowards(deltaLinks(previous), [...before, ...current], longestDeltaChain - 1);
    const older = kept.flatMap(({ target, sha256, length }) => {
      const path = pathOf(target);
      return path === undefined ? [] : [{ target, sha256, bytes: length, read: () => readFileSync(path) }];
    });
    return [...older, ...made.map(({ file }) => file)];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface MadeDelta {
  readonly from: string;
  readonly file: PublishedFile;
}

function deltasOf(
  { directory, manifest }: SliceSource,
  previous: DatabaseManifest,
  { pathOf, work, tried }: { readonly pathOf: (target: string) => string | undefined; readonly work: string; readonly tried: Set<string> },
): readonly MadeDelta[] {
  const old = new Map(subjectsOf(previous).map(({ subject, entry }) => [subject.name, entry]));
  return subjectsOf(manifest).flatMap(({ subject, entry }) => {
    const before = old.get(subject.name);
    const path = before === undefined || before.digest === entry.digest ? undefined : pathOf(before.path);
    const [from, to] = [before, entry].map((each) => (each === undefined ? undefined : markOfShard(each.path)));
    if (path === undefined || from === undefined || to === undefined || tried.has(to)) return [];
    tried.add(to);
    const units = readUnits(path, subject);
    const bytes = makeDelta(units, readUnits(join(directory, entry.path), subject));
    if (bytes.length > entry.bytes * largestShare) return [];
    applyDelta(units, bytes);
    const proof = join(work, `${to}.shard`);
    const { digest } = writeUnits(units.values(), subject, proof);
    rmSync(proof);
    if (digest !== entry.digest) return [];
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return [{ from, file: { target: deltaTarget(from, to), sha256, bytes: bytes.length, read: () => bytes } }];
  });
}

/** The shards of a slice that differences are made of: not the index of ids, which follows from the others. */
export function subjectsOf(manifest: DatabaseManifest): readonly { readonly subject: ShardSubject; readonly entry: ShardEntry }[] {
  const { shards, enrichment } = manifest;
  return [
    ...shards.map((entry) => ({ subject: entry, entry })),
    ...(enrichment === undefined ? [] : [{ subject: { name: enrichment.name }, entry: enrichment }]),
  ];
}

function readPrevious(path: string | undefined): DatabaseManifest | undefined {
  if (path === undefined) return undefined;
  try {
    return parseManifest(readFileSync(path), path);
  } catch (error) {
    // One of another format version has no units to compare with.
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}
