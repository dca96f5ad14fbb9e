import { join } from 'node:path';
import { type HeadTuple } from '../store/advisory-codec.ts';
import { AdvisoryShard } from '../store/advisory-shard.ts';
import { type AdvisoryShardEntry } from '../store/database-manifest.ts';
import { type Gathered } from './shard-to-write.ts';

/** Tells of a shard that stays as it is what its writer would tell. Throws DATABASE_DAMAGED. */
export function rereadShard(directory: string, entry: AdvisoryShardEntry, { ids, ratings }: Gathered): void {
  using shard = new AdvisoryShard(join(directory, entry.path), entry.name, entry);
  ids.startShard(entry.name);
  const heads = new Map<number, { readonly encoded: string; readonly head: HeadTuple; readonly scopes: Set<string> }>();
  const headOf = (advisory: number) => {
    const known = heads.get(advisory);
    if (known !== undefined) return known;
    const encoded = shard.rawHead(advisory);
    const made = { encoded, head: JSON.parse(encoded) as HeadTuple, scopes: new Set<string>() };
    heads.set(advisory, made);
    ratings.addRecord(made.head);
    return made;
  };
  for (let record = 0; record < shard.recordCount; record++) {
    const advisories = new Set<string>();
    for (const { advisory, scope } of shard.rawRecord(record).rows) {
      const { encoded, head, scopes } = headOf(advisory);
      advisories.add(encoded);
      if (scope === '' || scopes.has(scope)) continue;
      scopes.add(scope);
      ratings.addScope(head, scope);
    }
    ids.add(record, advisories);
  }
}
