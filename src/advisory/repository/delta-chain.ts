import { basename } from 'node:path';
import { type SignedTarget } from './open-repository.ts';

/** Differences more than this many generations old are not kept: the shard itself is not much larger. */
export const longestDeltaChain = 7;

/** The end of a shard's digest, which is also in its file name. */
export type ShardMark = string;

/** `0123456789abcdef` of `shards/npm.0123456789abcdef.shard`; `undefined` for another file. */
export function markOfShard(path: string): ShardMark | undefined {
  return /\.([0-9a-f]{16})\.shard$/.exec(basename(path))?.[1];
}

export function deltaTarget(from: ShardMark, to: ShardMark): string {
  return `deltas/${from}-${to}.delta`;
}

export interface DeltaLink extends SignedTarget {
  readonly target: string;
  readonly from: ShardMark;
  readonly to: ShardMark;
}

/** Those among the targets, by the shard that they lead to. */
export function deltaLinks(targets: ReadonlyMap<string, SignedTarget>): ReadonlyMap<ShardMark, readonly DeltaLink[]> {
  const links = new Map<ShardMark, DeltaLink[]>();
  for (const [target, signed] of targets) {
    const [, from, to] = /^deltas\/([0-9a-f]{16})-([0-9a-f]{16})\.delta$/.exec(target) ?? [];
    if (from === undefined || to === undefined) continue;
    const known = links.get(to);
    if (known === undefined) links.set(to, [{ ...signed, target, from, to }]);
    else known.push({ ...signed, target, from, to });
  }
  return links;
}

/** The shortest way from a shard that is there to the wanted one, in the order to apply them; `undefined` when there is none. */
export function findChain(
  links: ReadonlyMap<ShardMark, readonly DeltaLink[]>,
  wanted: ShardMark,
  has: (mark: ShardMark) => boolean,
): readonly DeltaLink[] | undefined {
  let chains: (readonly DeltaLink[])[] = (links.get(wanted) ?? []).map((link) => [link]);
  const seen = new Set([wanted]);
  for (let length = 1; length <= longestDeltaChain && chains.length > 0; length++) {
    const found = chains.find(([first]) => has(first!.from));
    if (found !== undefined) return found;
    chains = chains.flatMap((chain) => {
      const { from } = chain[0]!;
      if (seen.has(from)) return [];
      seen.add(from);
      return (links.get(from) ?? []).map((link) => [link, ...chain]);
    });
  }
  return undefined;
}

/** Every difference on a way that leads to one of these shards. */
export function linksTowards(
  links: ReadonlyMap<ShardMark, readonly DeltaLink[]>,
  wanted: Iterable<ShardMark>,
  longest: number,
): readonly DeltaLink[] {
  const kept = new Map<string, DeltaLink>();
  let ends = [...wanted];
  for (let length = 0; length < longest && ends.length > 0; length++) {
    const next = ends.flatMap((mark) => links.get(mark) ?? []).filter(({ target }) => !kept.has(target));
    for (const link of next) kept.set(link.target, link);
    ends = next.map(({ from }) => from);
  }
  return [...kept.values()];
}
