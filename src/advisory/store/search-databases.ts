import { searchDatabase, type SearchResult } from './search-database.ts';

/** The same in several databases, such as those of the slices of a machine. What one of them knows as an id is not looked up as a package in the others. */
export function searchDatabases(directories: readonly string[], text: string): SearchResult {
  const all = directories.map((directory) => searchDatabase(directory, text));
  const foundBy = (['id', 'package'] as const).find((kind) => all.some((result) => result.foundBy === kind)) ?? 'nothing';
  const found = all.filter((result) => result.foundBy === foundBy);
  const known = found.flatMap(({ enrichment }) => (enrichment === undefined ? [] : [enrichment]));
  return {
    foundBy,
    facts: found.flatMap(({ facts }) => facts).sort((a, b) => (a.shard < b.shard ? -1 : a.shard > b.shard ? 1 : 0)),
    leftOut: found.reduce((total, { leftOut }) => total + leftOut, 0),
    ...(known.length > 0 && { enrichment: Object.assign({}, ...known.toReversed()) as NonNullable<SearchResult['enrichment']> }),
  };
}
