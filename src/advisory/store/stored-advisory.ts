import { type Advisory } from '../../model/advisory.ts';
import { type SeverityRating } from '../../model/severity.ts';
import { decodeBody, decodeRatings, isHead, type AdvisoryBody } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';

type Told = Omit<Advisory, 'affected'>;

/**
 * An advisory of which only what matching needs is decoded: references are most of the bytes, and few reports tell them. The block with the rest
 * has been read and checked, so asking later, even after the store was closed, reads nothing. The rest are getters of the class, so a spread
 * copy loses them. Throws DATABASE_DAMAGED when what the checksums vouch for is no advisory.
 */
export function storedAdvisory(heads: ShardBlock, bodies: ShardBlock, record: number): Told {
  // A getter cannot be absent, as an optional property may: here `modified` is there and undefined.
  return new StoredAdvisory(heads, bodies, record) as Told;
}

class StoredAdvisory {
  readonly id: string;
  readonly sourceId: string;
  readonly aliases: readonly string[];
  readonly covers: readonly string[];
  readonly severities: readonly SeverityRating[];
  declare published?: string;
  declare isMalware?: boolean;
  declare title?: string;
  readonly #record: number;
  #block: ShardBlock | undefined;
  #body: AdvisoryBody | undefined;

  constructor(heads: ShardBlock, bodies: ShardBlock, record: number) {
    const head = heads.value(record);
    if (!isHead(head)) throw heads.damaged(record);
    [this.id, this.sourceId, this.aliases, this.covers] = head;
    this.severities = decodeRatings(head[4]);
    const [, , , , , published, isMalware, title] = head;
    if (published !== undefined && published !== 0) this.published = published;
    if (isMalware !== undefined && isMalware !== 0) this.isMalware = isMalware === 1;
    if (title !== undefined && title !== 0) this.title = title;
    this.#block = bodies;
    this.#record = record;
  }

  get references(): readonly string[] {
    return this.#read().references;
  }

  get modified(): string | undefined {
    return this.#read().modified;
  }

  /** All of it as a plain value; for `JSON.stringify` and tests. */
  toJSON(): Told {
    const { id, sourceId, aliases, covers, severities, published, isMalware, title } = this;
    return {
      id,
      sourceId,
      aliases,
      covers,
      severities,
      ...(published !== undefined && { published }),
      ...(isMalware !== undefined && { isMalware }),
      ...(title !== undefined && { title }),
      ...this.#read(),
    };
  }

  #read(): AdvisoryBody {
    if (this.#body !== undefined) return this.#body;
    const block = this.#block!;
    const body = decodeBody(block.value(this.#record));
    if (body === undefined) throw block.damaged(this.#record);
    this.#body = body;
    this.#block = undefined;
    return body;
  }
}
