import { join } from 'node:path';
import { type AdvisoryShardEntry, type DatabaseManifest } from '../store/database-manifest.ts';
import { type PlaceSelector } from './collect-feed.ts';
import { type FactSpill } from './fact-spill.ts';
import { splitAdvisory } from '../store/advisory-codec.ts';
import { AdvisoryShard } from '../store/advisory-shard.ts';

/**
 * Copies one source's facts from a database into a spill, unread: the shards themselves are the last good data of every source,
 * since each advisory says which source it is from. Throws DATABASE_DAMAGED.
 */
export function keepSource(sourceId: string, directory: string, manifest: DatabaseManifest, spill: FactSpill, takes: PlaceSelector): void {
  for (const entry of manifest.shards) {
    if (!entry.sources.includes(sourceId) || !takes(entry)) continue;
    keepShard(sourceId, directory, entry, spill);
  }
}

/** The same of one shard. */
export function keepShard(sourceId: string, directory: string, entry: AdvisoryShardEntry, spill: FactSpill): void {
  using shard = new AdvisoryShard(join(directory, entry.path), entry.name, entry);
  const target = spill.shard(entry.ecosystem, entry.release);
  const numbers = new Map<number, number | undefined>();
  const keep = (advisory: number): number | undefined => {
    if (numbers.has(advisory)) return numbers.get(advisory);
    const encoded = shard.rawAdvisory(advisory);
    const [, owner] = JSON.parse(splitAdvisory(encoded).head) as [unknown, unknown];
    const number = owner === sourceId ? spill.addAdvisory(target, encoded) : undefined;
    numbers.set(advisory, number);
    return number;
  };
  for (let record = 0; record < shard.recordCount; record++) {
    const { names, rows } = shard.rawRecord(record);
    const encodedNames = names.map((name) => JSON.stringify(name));
    for (const row of rows) {
      const advisory = keep(row.advisory);
      if (advisory === undefined) continue;
      for (const name of encodedNames) spill.addFact(target, name, advisory, row.scope, row.range);
    }
  }
}
