import { type Advisory, type AffectedPackage, type Candidate } from '../../model/advisory.ts';
import { decodeAdvisory } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';

/**
 * A candidate whose advisory is decoded when somebody asks: of ten thousand candidates of an image a few hundred affect it. The advisory's
 * block has been read and checked before, so asking later, even after the store was closed, reads nothing.
 *
 * `advisory` is a getter of the class, because one of its own for each candidate costs more than decoding does; so a spread copy loses it.
 */
export class StoredCandidate implements Candidate {
  readonly affected: AffectedPackage;
  readonly #record: number;
  #block: ShardBlock | undefined;
  #advisory: Omit<Advisory, 'affected'> | undefined;

  constructor(affected: AffectedPackage, block: ShardBlock, record: number) {
    this.affected = affected;
    this.#block = block;
    this.#record = record;
  }

  get advisory(): Omit<Advisory, 'affected'> {
    if (this.#advisory !== undefined) return this.#advisory;
    this.#advisory = decodeAdvisory(this.#block!.record(this.#record));
    this.#block = undefined;
    return this.#advisory;
  }

  /** For `JSON.stringify` and tests. */
  toJSON(): Candidate {
    return { advisory: this.advisory, affected: this.affected };
  }
}
