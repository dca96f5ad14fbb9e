import { type Coverage } from '../../model/advisory.ts';
import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { type AdvisoryShardEntry, type DatabaseManifest } from './database-manifest.ts';

/** A source that speaks about a release names at least this many of its packages. The smallest real one, Alpine 3.2, has 57. */
const fewestPackages = 50;
/** A release has at least this share of the packages that the same source has for its largest release. Real releases have 8 % and more. */
const leastShare = 0.05;

/**
 * For each shard, whether its sources know its release, or only mention it: feeds hold stray records about releases that their publisher does not
 * track (one for Debian 14, one for Ubuntu 25.10), and a release with nothing but those must not pass for one without flaws.
 */
export function coverageByShard({ shards, sources }: DatabaseManifest): ReadonlyMap<string, Coverage> {
  const largest = new Map<string, number>();
  for (const { ecosystem: id, coverage } of shards) {
    for (const { source, packages } of coverage) {
      const key = placeOf(source, id);
      largest.set(key, Math.max(largest.get(key) ?? 0, packages));
    }
  }
  const listed = new Map(sources.map(({ id, releases }) => [id, releases]));
  const isTracked = (source: string, shard: string): boolean => listed.get(source)?.includes(shard) ?? true;
  return new Map(shards.map((shard) => [shard.name, isCovered(shard, largest, isTracked) ? 'covered' : 'mentioned']));
}

function isCovered(
  shard: AdvisoryShardEntry,
  largest: ReadonlyMap<string, number>,
  isTracked: (source: string, shard: string) => boolean,
): boolean {
  // A language has no releases: its export is about all of it, however short.
  const { distribution } = ecosystem(shard.ecosystem);
  if (distribution === undefined) return true;
  // What is about no release in particular, such as Red Hat's layered products, is not about an image of an unknown one.
  if (shard.release === undefined && distribution.release !== 'rolling') return false;
  return shard.coverage.some(({ source, packages }) => {
    const needed = Math.max(fewestPackages, leastShare * (largest.get(placeOf(source, shard.ecosystem)) ?? 0));
    return packages >= needed && isTracked(source, shard.name);
  });
}

function placeOf(source: string, id: EcosystemId): string {
  return `${source}/${id}`;
}
