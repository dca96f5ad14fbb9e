import { splitAdvisory } from './store/advisory-codec.ts';
import { ShardFile } from './store/shard-file.ts';
import { type ShardWriter } from './store/shard-writer.ts';

/** Name of the shard that leads from ids to records. */
export const idsShardName = 'ids';

/** A record of an advisory shard, where an id was met. */
export interface IdPlace {
  readonly shard: string;
  readonly record: number;
}

/** Shard number and record number in one number. */
const recordsPerShard = 2 ** 32;

/** Gathers where every id, alias and covered flaw stands, in any letter case, while the advisory shards are written. */
export class IdIndexBuilder {
  readonly #shards: string[] = [];
  readonly #places = new Map<string, number[]>();
  #idsOf = new Map<string, readonly string[]>();

  startShard(name: string): void {
    this.#shards.push(name);
    this.#idsOf = new Map();
  }

  /** `advisories` as `encodeAdvisory` makes them. */
  add(record: number, advisories: readonly string[]): void {
    const place = (this.#shards.length - 1) * recordsPerShard + record;
    for (const encoded of advisories) for (const id of this.#ids(encoded)) this.#addPlace(id, place);
  }

  /** Answers how many places there are. */
  write(writer: ShardWriter): number {
    let count = 0;
    for (const id of [...this.#places.keys()].sort()) {
      const places = this.#places.get(id)!;
      count += places.length;
      writer.addNamed([id], `[${JSON.stringify([id])},[${this.#groupByShard(places)}]]`);
    }
    return count;
  }

  #ids(encoded: string): readonly string[] {
    const known = this.#idsOf.get(encoded);
    if (known !== undefined) return known;
    const [id, , aliases, covers] = JSON.parse(splitAdvisory(encoded).head) as [string, string, string[], string[]];
    const ids = [...new Set([id, ...aliases, ...covers].map(normalizeId))];
    this.#idsOf.set(encoded, ids);
    return ids;
  }

  #addPlace(id: string, place: number): void {
    const places = this.#places.get(id);
    if (places === undefined) this.#places.set(id, [place]);
    else if (places.at(-1) !== place) places.push(place);
  }

  /** `["debian@12",4,19],["npm",7]`; places were added shard by shard. */
  #groupByShard(places: readonly number[]): string {
    const groups: [string, ...number[]][] = [];
    let current = -1;
    for (const place of places) {
      const shard = Math.floor(place / recordsPerShard);
      if (shard !== current) groups.push([this.#shards[shard]!]);
      current = shard;
      groups.at(-1)!.push(place % recordsPerShard);
    }
    return groups.map((group) => JSON.stringify(group)).join();
  }
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
