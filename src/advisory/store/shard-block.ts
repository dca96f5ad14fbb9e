import { inflateRawSync } from 'node:zlib';
import { damaged } from './shard-layout.ts';
import { type BlockLocation } from './shard-index.ts';

/** A block whose checksum held: from here on nothing can be wrong with it but how it was made. It inflates when a record of it is wanted. */
export class ShardBlock {
  readonly inflatedBytes: number;
  readonly #shard: string;
  readonly #location: BlockLocation;
  readonly #recordCount: number;
  #stored: Buffer | undefined;
  #lines: Lines | undefined;
  #values: readonly unknown[] | undefined;

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
    const { bytes, starts } = this.inflate();
    const slot = record - this.#location.firstRecord;
    return bytes.toString('utf8', starts[slot], (starts[slot + 1] ?? 0) - 1);
  }

  /** One record, parsed with all others of the block at once, which takes a fifth of the time; for blocks of which most are wanted. */
  value(record: number): unknown {
    this.#values ??= this.#parseAll();
    return this.#values[record - this.#location.firstRecord];
  }

  /** Throws DATABASE_DAMAGED when the block was made wrong. */
  inflate(): Lines {
    if (this.#lines !== undefined) return this.#lines;
    const bytes = inflate(this.#stored!, this.inflatedBytes, this.#shard);
    const starts = lineStarts(bytes);
    if (starts.length - 1 !== this.#recordCount)
      throw damaged(this.#shard, `has a block of the wrong count at byte ${this.#location.offset}`);
    this.#stored = undefined;
    this.#lines = { bytes, starts };
    return this.#lines;
  }

  /** JSON has no line feeds but those between the records. */
  #parseAll(): readonly unknown[] {
    const { bytes } = this.inflate();
    try {
      return JSON.parse(`[${bytes.toString('utf8', 0, bytes.length - 1).replaceAll('\n', ',')}]`) as readonly unknown[];
    } catch (error) {
      throw damaged(this.#shard, `has records that are not JSON at byte ${this.#location.offset}`, error);
    }
  }
}

interface Lines {
  readonly bytes: Buffer;
  /** Where each line starts, and where the next would. */
  readonly starts: readonly number[];
}

function inflate(stored: Buffer, inflatedBytes: number, shard: string): Buffer {
  try {
    // One output chunk of the right size, and a bound that a wrong length cannot pass.
    const bytes = inflateRawSync(stored, { chunkSize: Math.max(64, inflatedBytes), maxOutputLength: Math.max(1, inflatedBytes) });
    if (bytes.length === inflatedBytes) return bytes;
  } catch (error) {
    throw damaged(shard, 'has a block that does not inflate', error);
  }
  throw damaged(shard, 'has a block of the wrong length');
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}
