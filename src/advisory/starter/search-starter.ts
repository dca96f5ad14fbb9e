import { formatShardName } from '../../model/advisory-key.ts';
import { type Candidate } from '../../model/advisory.ts';
import { type SearchFact, type SearchResult } from '../store/search-database.ts';
import { parseStarterRows } from './parse-starter-rows.ts';
import { starterRows } from './starter-rows.ts';

/** What `searchDatabase` finds in a database, in the list inside the program: an id in any letter case, or else the exact name of a package. */
export function searchStarter(text: string): SearchResult {
  const { candidates, exploitedOn } = parseStarterRows(starterRows);
  const all: readonly Candidate[] = [...candidates.values()].flat();
  const wanted = text.toLowerCase();
  const byId = all.filter(({ advisory }) => [advisory.id, ...advisory.aliases].some((id) => id.toLowerCase() === wanted));
  const found = byId.length > 0 ? byId : all.filter(({ affected }) => affected.name === text);
  const addedOn = exploitedOn.get(text.toUpperCase());
  return {
    foundBy: byId.length > 0 ? 'id' : found.length > 0 ? 'package' : 'nothing',
    facts: found.map((candidate): SearchFact => ({ shard: shardOf(candidate), candidate })).sort(byShard),
    leftOut: 0,
    ...(addedOn !== undefined && { enrichment: { knownExploited: { addedOn, isRansomware: false } } }),
  };
}

function shardOf({ affected }: Candidate): string {
  return formatShardName(affected.ecosystem, affected.release);
}

function byShard(a: SearchFact, b: SearchFact): number {
  return a.shard < b.shard ? -1 : a.shard > b.shard ? 1 : 0;
}
