import { type Candidate, type KnownFacts } from '../../model/advisory.ts';
import { fixAt } from './advisory-codec.ts';
import { ShardFile } from './shard-file.ts';
import { damaged } from './shard-layout.ts';
import { allRows, asRecord, StoredFacts, type FactsReader, type RecordTuple, type ShardPlace } from './stored-facts.ts';

/** A shard of advisories, asked by package name. Every method throws DATABASE_DAMAGED when a checksum fails. */
export class AdvisoryShard implements Disposable {
  readonly #file: ShardFile;
  readonly #reader: FactsReader;

  constructor(path: string, name: string, { ecosystem, release }: ShardPlace) {
    this.#file = new ShardFile(path, name);
    const place = release === undefined ? { ecosystem } : { ecosystem, release };
    this.#reader = { file: this.#file, place, recordOf: (wanted) => this.#recordOf(wanted) };
  }

  get recordCount(): number {
    return this.#file.recordCount('names');
  }

  /** Reads nothing yet. */
  find(name: string): KnownFacts {
    return new StoredFacts(this.#reader, name);
  }

  /** What is known of each of the names that share a record. */
  record(number: number): readonly (readonly Candidate[])[] {
    const record = this.#record(number);
    const reader = { ...this.#reader, recordOf: () => record };
    return record[0].map((name) => new StoredFacts(reader, name).all());
  }

  /** A record as it was written, for passing facts on without reading them. */
  rawRecord(number: number): RawRecord {
    const record = this.#record(number);
    const [names, scopes, fixes] = record;
    return {
      names,
      rows: allRows(this.#file, record).map(({ advisory, row: [, , scope, code, ranges, ...versions] }) => ({
        advisory,
        scope: scope === 0 ? '' : JSON.stringify(scopes[scope - 1]),
        range: JSON.stringify([code, typeof ranges === 'number' && ranges > 0 ? fixAt(fixes, ranges) : ranges, ...versions]).slice(1, -1),
      })),
    };
  }

  rawHead(number: number): string {
    return this.#file.blockWith('heads', number).record(number);
  }

  rawAdvisory(number: number): string {
    return `${this.rawHead(number)}\t${this.#file.blockWith('bodies', number).record(number)}`;
  }

  verify(): void {
    this.#file.verify();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #record(number: number): RecordTuple {
    return asRecord(this.#parse(this.#file.blockWith('names', number).record(number)), this.#file.name, number);
  }

  #recordOf(name: string): RecordTuple | undefined {
    // Two names may have one hash.
    for (const number of this.#file.candidates(name)) {
      const record = this.#record(number);
      if (record[0].includes(name)) return record;
    }
    return undefined;
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
