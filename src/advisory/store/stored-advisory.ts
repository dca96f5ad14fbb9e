import { type Advisory } from '../../model/advisory.ts';
import { type SeverityRating } from '../../model/severity.ts';
import { decodeBody, decodeRatings, type AdvisoryBody, type HeadTuple } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';

type Told = Omit<Advisory, 'affected'>;

/**
 * An advisory of which only what matching needs is decoded: references and titles are most of the bytes, and few reports show them. The block with the
 * rest has been read and checked, so asking later, even after the store was closed, reads nothing. The rest are getters of the class, so a
 * spread copy loses them. They throw
 * DATABASE_DAMAGED when what the checksums vouch for is no such rest.
 */
export function storedAdvisory(head: HeadTuple, bodies: ShardBlock, record: number): Told {
  // A getter cannot be absent, as an optional property may: here `modified` and `title` are there and undefined.
  return new StoredAdvisory(head, bodies, record) as Told;
}

class StoredAdvisory {
  // Declared, so that nothing is defined before it is set: thousands are made in a scan.
  declare readonly id: string;
  declare readonly sourceId: string;
  declare readonly aliases: readonly string[];
  declare readonly covers: readonly string[];
  declare readonly severities: readonly SeverityRating[];
  declare published?: string;
  declare isMalware?: boolean;
  readonly #record: number;
  readonly #block: ShardBlock;
  #body: AdvisoryBody | undefined;

  constructor(head: HeadTuple, bodies: ShardBlock, record: number) {
    this.id = head[0];
    this.sourceId = head[1];
    this.aliases = head[2];
    this.covers = head[3];
    this.severities = decodeRatings(head[4]);
    const published = head[5];
    const isMalware = head[6];
    if (published !== undefined && published !== 0) this.published = published;
    if (isMalware !== undefined && isMalware !== 0) this.isMalware = isMalware === 1;
    this.#block = bodies;
    this.#record = record;
  }

  get references(): readonly string[] {
    return this.#read().references;
  }

  get modified(): string | undefined {
    return this.#read().modified;
  }

  get title(): string | undefined {
    return this.#read().title;
  }

  get description(): string | undefined {
    return this.#read().description;
  }

  get weaknesses(): readonly string[] | undefined {
    return this.#read().weaknesses;
  }

  get symbols(): Advisory['symbols'] {
    return this.#read().symbols;
  }

  /** All of it as a plain value; for `JSON.stringify` and tests. */
  toJSON(): Told {
    const { id, sourceId, aliases, covers, severities, published, isMalware } = this;
    return {
      id,
      sourceId,
      aliases,
      covers,
      severities,
      ...(published !== undefined && { published }),
      ...(isMalware !== undefined && { isMalware }),
      ...this.#read(),
    };
  }

  #read(): AdvisoryBody {
    if (this.#body !== undefined) return this.#body;
    const body = decodeBody(this.#block.value(this.#record));
    if (body === undefined) throw this.#block.damaged(this.#record);
    this.#body = body;
    return body;
  }
}
