import { type AffectedPackage, type Candidate } from '../../model/advisory.ts';
import { decodeFact, decodeScope, type FactScope, type FactTuple } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';
import { ShardFile } from './shard-file.ts';
import { damaged } from './shard-layout.ts';
import { StoredCandidate } from './stored-candidate.ts';

export type ShardPlace = Pick<AffectedPackage, 'ecosystem' | 'release'>;

/** A shard of advisories, asked by package name. Every method throws DATABASE_DAMAGED when a checksum fails. */
export class AdvisoryShard implements Disposable {
  readonly #file: ShardFile;
  readonly #place: ShardPlace;

  constructor(path: string, name: string, place: ShardPlace) {
    this.#file = new ShardFile(path, name);
    this.#place = place;
  }

  get recordCount(): number {
    return this.#file.recordCount('names');
  }

  /** In the order of advisory ids. */
  find(name: string): Candidate[] {
    for (const number of this.#file.candidates(name)) {
      const record = this.#record(number);
      // Two names may have one hash.
      if (record[0].includes(name)) return this.#candidates(record, name);
    }
    return [];
  }

  /** What is known of each of the names that share a record. */
  record(number: number): readonly (readonly Candidate[])[] {
    const record = this.#record(number);
    return record[0].map((name) => this.#candidates(record, name));
  }

  /** A record as it was written, for passing facts on without reading them. */
  rawRecord(number: number): RawRecord {
    const [names, scopes, rows] = this.#record(number);
    let advisory = 0;
    return {
      names,
      rows: rows.map(([difference, scope, ...fact]) => ({
        advisory: (advisory += difference),
        scope: scope === 0 ? '' : JSON.stringify(scopes[scope - 1]),
        range: JSON.stringify(fact).slice(1, -1),
      })),
    };
  }

  rawAdvisory(number: number): string {
    return `${this.#file.blockWith('heads', number).record(number)}\t${this.#file.blockWith('bodies', number).record(number)}`;
  }

  verify(): void {
    this.#file.verify();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #record(number: number): RecordTuple {
    const record: unknown = this.#parse(this.#file.blockWith('names', number).record(number));
    if (Array.isArray(record) && record.length === 3 && record.every((part) => Array.isArray(part))) return record as RecordTuple;
    throw damaged(this.#file.name, `has a record ${number} that is not one`);
  }

  #candidates([, encodedScopes, rows]: RecordTuple, name: string): Candidate[] {
    const place = { ...this.#place, name };
    const scopes: FactScope[] = encodedScopes.map(decodeScope);
    const candidates: Candidate[] = [];
    let advisory = 0;
    let heads: ShardBlock | undefined;
    let bodies: ShardBlock | undefined;
    for (const row of rows) {
      advisory += row[0];
      // Advisories of one name lie together: the next is nearly always in the same blocks.
      if (heads?.has(advisory) !== true) heads = this.#file.blockWith('heads', advisory);
      if (bodies?.has(advisory) !== true) bodies = this.#file.blockWith('bodies', advisory);
      candidates.push(new StoredCandidate(decodeFact(place, row, scopes[row[1] - 1]), heads, bodies, advisory));
    }
    return candidates;
  }

  #parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      throw damaged(this.#file.name, 'has a record that is not JSON', error);
    }
  }
}

export interface RawRecord {
  readonly names: readonly string[];
  readonly rows: readonly { readonly advisory: number; readonly scope: string; readonly range: string }[];
}

type RecordTuple = [names: string[], scopes: Parameters<typeof decodeScope>[0][], rows: FactTuple[]];
