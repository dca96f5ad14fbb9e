import { type Advisory } from '../../model/advisory.ts';
import { type SeverityRating } from '../../model/severity.ts';
import { decodeBody, type AdvisoryBody, type HeadTuple } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';

type Told = Omit<Advisory, 'affected'>;

/**
 * An advisory of which only what matching needs is decoded: of ten thousand candidates of an image a few hundred become findings, and texts and
 * references are most of the bytes. The block with the rest has been read and checked, so asking later, even after the store was closed,
 * reads nothing. The rest are getters of the class, so a spread copy loses them.
 */
export function storedAdvisory(heads: ShardBlock, bodies: ShardBlock, record: number): Told {
  // A getter cannot be absent, as an optional property may: here `title` and `modified` are there and undefined.
  return new StoredAdvisory(heads, bodies, record) as Told;
}

class StoredAdvisory {
  readonly id: string;
  readonly sourceId: string;
  readonly aliases: readonly string[];
  readonly covers: readonly string[];
  declare published?: string;
  declare isMalware?: boolean;
  readonly #record: number;
  #block: ShardBlock | undefined;
  #body: AdvisoryBody | undefined;

  constructor(heads: ShardBlock, bodies: ShardBlock, record: number) {
    const head = heads.value(record) as HeadTuple;
    this.id = head[0];
    this.sourceId = head[1];
    this.aliases = head[2];
    this.covers = head[3];
    const published = head[4];
    if (published !== undefined && published !== 0) this.published = published;
    const isMalware = head[5];
    if (isMalware !== undefined && isMalware !== 0) this.isMalware = isMalware === 1;
    this.#block = bodies;
    this.#record = record;
  }

  get severities(): readonly SeverityRating[] {
    return this.#read().severities;
  }

  get references(): readonly string[] {
    return this.#read().references;
  }

  get title(): string | undefined {
    return this.#read().title;
  }

  get modified(): string | undefined {
    return this.#read().modified;
  }

  /** All of it as a plain value; for `JSON.stringify` and tests. */
  toJSON(): Told {
    const { id, sourceId, aliases, covers, published, isMalware } = this;
    const head = {
      id,
      sourceId,
      aliases,
      covers,
      ...(published !== undefined && { published }),
      ...(isMalware !== undefined && { isMalware }),
    };
    return { ...head, ...this.#read() };
  }

  #read(): AdvisoryBody {
    if (this.#body !== undefined) return this.#body;
    this.#body = decodeBody(this.#block!.record(this.#record));
    this.#block = undefined;
    return this.#body;
  }
}
