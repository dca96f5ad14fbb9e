import { inflateRaw } from '../../lib/decompress/inflate-raw.ts';
import { damaged, recordEnd } from './shard-layout.ts';
import { type BlockLocation } from './shard-index.ts';

/**
 * A block whose checksum held: from here on nothing can be wrong with it but how it was made. It inflates when a record of it is wanted, to one text of
 * ASCII, in which the ends of records are looked up as far as they are wanted.
 */
export class ShardBlock {
  readonly inflatedBytes: number;
  readonly firstRecord: number;
  readonly endRecord: number;
  readonly #shard: string;
  readonly #offset: number;
  #stored: Buffer | undefined;
  #text = '';
  /** Where records end, up to the last one that was requested. */
  readonly #ends: number[] = [];

  constructor(shard: string, stored: Buffer, location: BlockLocation, recordCount: number) {
    this.#shard = shard;
    this.#stored = stored;
    this.#offset = location.offset;
    this.firstRecord = location.firstRecord;
    this.endRecord = location.firstRecord + recordCount;
    this.inflatedBytes = location.inflatedBytes;
  }

  /** One record, as the JSON that was written. `record` must be in this block. Throws DATABASE_DAMAGED. */
  record(record: number): string {
    return this.#slice(record, record + 1);
  }

  /** One record, parsed. Throws DATABASE_DAMAGED. */
  value(record: number): unknown {
    return this.#parse(this.record(record));
  }

  /** Several records in a row, parsed at once, which takes half the time of one after the other. All must be in this block. Throws DATABASE_DAMAGED. */
  values(from: number, to: number): readonly unknown[] {
    const values = this.#parse(`[${this.#slice(from, to)}]`) as readonly unknown[];
    if (values.length !== to - from) throw this.damaged(from);
    return values;
  }

  /** The error for a record that passes its checksum and is still malformed. */
  damaged(record: number): Error {
    return damaged(this.#shard, `has an invalid record ${record}`);
  }

  /** Throws DATABASE_DAMAGED when the block was made wrong. */
  verify(): void {
    const end = this.#endOf(this.endRecord - this.firstRecord - 1);
    if (end !== this.#text.length - recordEnd.length) throw this.#wrongCount();
  }

  #endOf(slot: number): number {
    const ends = this.#ends;
    if (this.#stored !== undefined) {
      this.#text = inflate(this.#stored, this.inflatedBytes, this.#shard);
      this.#stored = undefined;
    }
    while (ends.length <= slot) {
      const end = this.#text.indexOf(recordEnd, ends.length === 0 ? 0 : ends[ends.length - 1]! + recordEnd.length);
      if (end === -1) throw this.#wrongCount();
      ends.push(end);
    }
    return ends[slot]!;
  }

  #slice(from: number, to: number): string {
    const slot = from - this.firstRecord;
    if (slot < 0) throw this.damaged(from);
    const end = this.#endOf(to - 1 - this.firstRecord);
    return this.#text.slice(slot === 0 ? 0 : this.#ends[slot - 1]! + recordEnd.length, end);
  }

  #parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      throw damaged(this.#shard, `has records that are not JSON at byte ${this.#offset}`, error);
    }
  }

  #wrongCount(): Error {
    return damaged(this.#shard, `has a block of the wrong count at byte ${this.#offset}`);
  }
}

function inflate(stored: Buffer, inflatedBytes: number, shard: string): string {
  try {
    const bytes = inflateRaw(stored, inflatedBytes);
    if (bytes.length === inflatedBytes) return bytes.toString('latin1');
  } catch (error) {
    throw damaged(shard, 'has a block that does not inflate', error);
  }
  throw damaged(shard, 'has a block of the wrong length');
}
