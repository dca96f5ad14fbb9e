import { normalizeId } from '../store/id-shard.ts';
import { type ShardWriter } from '../store/shard-writer.ts';

/** Packs a shard number and a record number into one number. */
const recordsPerShard = 2 ** 32;

/** Collects the records that mention each id, alias and covered flaw, ignoring letter case, while the advisory shards are written. */
export class IdIndexBuilder {
  readonly #shards: string[] = [];
  readonly #places = new Map<string, number[]>();
  #idsOf = new Map<string, readonly string[]>();

  startShard(name: string): void {
    this.#shards.push(name);
    this.#idsOf = new Map();
  }

  /** `heads` of the advisories, as `encodeAdvisory` makes them. */
  add(record: number, heads: Iterable<string>): void {
    const place = (this.#shards.length - 1) * recordsPerShard + record;
    for (const head of heads) for (const id of this.#ids(head)) this.#addPlace(id, place);
  }

  /** Returns the number of places written. */
  write(writer: ShardWriter): number {
    let count = 0;
    for (const id of [...this.#places.keys()].sort()) {
      const places = this.#places.get(id)!;
      count += places.length;
      writer.addNamed([id], `[${JSON.stringify([id])},[${this.#groupByShard(places)}]]`);
    }
    return count;
  }

  #ids(head: string): readonly string[] {
    const known = this.#idsOf.get(head);
    if (known !== undefined) return known;
    const [id, , aliases, covers] = JSON.parse(head) as [string, string, string[], string[]];
    const ids = [...new Set([id, ...aliases, ...covers].map(normalizeId))];
    this.#idsOf.set(head, ids);
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
