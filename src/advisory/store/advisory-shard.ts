import { type AffectedPackage, type Candidate, type KnownFacts } from '../../model/advisory.ts';
import { fixAt } from './advisory-codec.ts';
import { ShardFile } from './shard-file.ts';
import { damaged } from './shard-layout.ts';
import { asRecord, StoredFacts, type RecordTuple } from './stored-facts.ts';

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

  /** Reads nothing yet. */
  find(name: string): KnownFacts {
    return this.#facts(name, () => this.#recordOf(name));
  }

  /** What is known of each of the names that share a record. */
  record(number: number): readonly (readonly Candidate[])[] {
    const record = this.#record(number);
    return record[0].map((name) => this.#facts(name, () => record).all());
  }

  /** A record as it was written, for passing facts on without reading them. */
  rawRecord(number: number): RawRecord {
    const [names, scopes, fixes, rows] = this.#record(number);
    let advisory = 0;
    return {
      names,
      rows: rows.map(([difference, scope, , code, ranges, ...versions]) => ({
        advisory: (advisory += difference),
        scope: scope === 0 ? '' : JSON.stringify(scopes[scope - 1]),
        range: JSON.stringify([code, typeof ranges === 'number' && ranges > 0 ? fixAt(fixes, ranges) : ranges, ...versions]).slice(1, -1),
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
    return asRecord(this.#parse(this.#file.blockWith('names', number).record(number)), this.#file.name, number);
  }

  #recordOf(name: string): RecordTuple | undefined {
    // Two names may have one hash.
    return this.#file
      .candidates(name)
      .map((number) => this.#record(number))
      .find((record) => record[0].includes(name));
  }

  #facts(name: string, read: () => RecordTuple | undefined): KnownFacts {
    return new StoredFacts(this.#file, { ...this.#place, name }, read);
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
