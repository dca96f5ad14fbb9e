import { ShardFile } from './shard-file.ts';

/** Name of the shard that maps ids and aliases to records. */
export const idsShardName = 'ids';

/** A record of an advisory shard that mentions an id. */
export interface IdPlace {
  readonly shard: string;
  readonly record: number;
}

export function normalizeId(id: string): string {
  return id.toLowerCase();
}

/** Where the advisories with this id, alias or covered flaw are. Throws DATABASE_DAMAGED. */
export function findId(path: string, id: string): readonly IdPlace[] {
  using file = new ShardFile(path, idsShardName);
  const wanted = normalizeId(id);
  for (const candidate of file.candidates(wanted)) {
    const [names, groups] = JSON.parse(file.blockWith('names', candidate).record(candidate)) as [string[], [string, ...number[]][]];
    if (names.includes(wanted)) return groups.flatMap(([shard, ...records]) => records.map((record) => ({ shard, record })));
  }
  return [];
}
