import { type AffectedPackage, type Candidate } from '../../model/advisory.ts';
import { type ShardBlock } from './shard-block.ts';
import { storedAdvisory } from './stored-advisory.ts';

/**
 * A candidate whose advisory is made when somebody asks: of 25,000 candidates of an image a few hundred become findings, and what is made of all
 * the others is only work for the garbage collector. The blocks have been read and checked, so asking later, even after the store was
 * closed, reads nothing.
 *
 * `advisory` is a getter of the class, so a spread copy loses it.
 */
export class StoredCandidate implements Candidate {
  readonly affected: AffectedPackage;
  readonly #record: number;
  readonly #heads: ShardBlock;
  readonly #bodies: ShardBlock;
  #advisory: Candidate['advisory'] | undefined;

  constructor(affected: AffectedPackage, heads: ShardBlock, bodies: ShardBlock, record: number) {
    this.affected = affected;
    this.#heads = heads;
    this.#bodies = bodies;
    this.#record = record;
  }

  get advisory(): Candidate['advisory'] {
    this.#advisory ??= storedAdvisory(this.#heads, this.#bodies, this.#record);
    return this.#advisory;
  }

  /** For `JSON.stringify` and tests. */
  toJSON(): Candidate {
    return { advisory: this.advisory, affected: this.affected };
  }
}
