import { isAscii } from 'node:buffer';
import { inflateRaw } from '../../lib/decompress/inflate-raw.ts';
import { damaged } from './shard-layout.ts';
import { type BlockLocation } from './shard-index.ts';

/** A block whose checksum held: from here on nothing can be wrong with it but how it was made. It inflates when a record of it is wanted. */
export class ShardBlock {
  readonly inflatedBytes: number;
  readonly #shard: string;
  readonly #location: BlockLocation;
  readonly #recordCount: number;
  #stored: Buffer | undefined;
  #lines: readonly string[] | undefined;
  #values: readonly unknown[] | undefined;
  #valuesAsked = 0;
  #isDecoded = false;

  constructor(shard: string, stored: Buffer, location: BlockLocation, recordCount: number) {
    this.#shard = shard;
    this.#stored = stored;
    this.#location = location;
    this.#recordCount = recordCount;
    this.inflatedBytes = location.inflatedBytes;
  }

  has(record: number): boolean {
    const slot = record - this.#location.firstRecord;
    return slot >= 0 && slot < this.#recordCount;
  }

  /** One record, as the JSON that was written. `record` must be in this block. Throws DATABASE_DAMAGED. */
  record(record: number): string {
    return this.#decode(this.inflate()[record - this.#location.firstRecord]!);
  }

  /** One record, parsed. Once many were asked for, all others of the block are parsed with it at once, which takes a fifth of the time for each. */
  value(record: number): unknown {
    if (this.#values !== undefined) return this.#values[record - this.#location.firstRecord];
    this.#valuesAsked++;
    if (this.#valuesAsked <= this.#recordCount >> 3) return this.#parse(this.record(record));
    this.#values = this.#parse(this.#decode(`[${this.inflate().join(',')}]`)) as readonly unknown[];
    return this.#values[record - this.#location.firstRecord];
  }

  /** For whoever finds that a record is not what it should be. */
  damaged(record: number): Error {
    return damaged(this.#shard, `has a record ${record} that is not one`);
  }

  /** All records, one byte a character. Throws DATABASE_DAMAGED when the block was made wrong. */
  inflate(): readonly string[] {
    if (this.#lines !== undefined) return this.#lines;
    const { text, isAscii: isDecoded } = inflate(this.#stored!, this.inflatedBytes, this.#shard);
    const lines = splitLines(text);
    if (lines?.length !== this.#recordCount) throw damaged(this.#shard, `has a block of the wrong count at byte ${this.#location.offset}`);
    this.#stored = undefined;
    this.#isDecoded = isDecoded;
    this.#lines = lines;
    return lines;
  }

  /** Decoding a record that is wanted takes a hundredth of the time that decoding its block would. */
  #decode(text: string): string {
    return this.#isDecoded ? text : Buffer.from(text, 'latin1').toString('utf8');
  }

  #parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      throw damaged(this.#shard, `has records that are not JSON at byte ${this.#location.offset}`, error);
    }
  }
}

/** The block is copied out of the inflater at once: its text is what stays. */
function inflate(stored: Buffer, inflatedBytes: number, shard: string): { readonly text: string; readonly isAscii: boolean } {
  try {
    const bytes = inflateRaw(stored, inflatedBytes);
    if (bytes.length === inflatedBytes) return { text: bytes.toString('latin1'), isAscii: isAscii(bytes) };
  } catch (error) {
    throw damaged(shard, 'has a block that does not inflate', error);
  }
  throw damaged(shard, 'has a block of the wrong length');
}

/** JSON has no line feeds but those that end the records; `undefined` when the last one has none. */
function splitLines(text: string): string[] | undefined {
  const lines = text.split('\n');
  return lines.pop() === '' ? lines : undefined;
}
