import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { limits } from '../../model/limits.ts';
import { assertHeader, damaged, decodeFooter, footerBytes, headerBytes } from './shard-layout.ts';
import { decodeIndex, type Region, type ShardIndex } from './shard-index.ts';

/** One read of this many bytes at the end of the file brings the footer and most indexes. */
const tailBytes = 128 * 1024;

/** Inflated blocks that are kept for the next look-up, in bytes. */
const cacheBytes = 16 * 1024 * 1024;

/**
 * A shard opened for looking up in place: one read for the index, one for each block that a look-up needs, all at fixed
 * places, so that any number of processes share the file. Every method throws DATABASE_DAMAGED when a checksum fails.
 */
export class ShardFile implements Disposable {
  readonly name: string;
  readonly #file: number;
  readonly #index: ShardIndex;
  readonly #blocks = new Map<string, Block>();
  #cachedBytes = 0;

  /** Throws DATABASE_DAMAGED also when the file is missing, and DATABASE_VERSION. */
  constructor(path: string, name: string) {
    this.name = name;
    this.#file = openShard(path, name);
    try {
      this.#index = readIndex(this.#file, name);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  get keyCount(): number {
    return this.#index.keyCount;
  }

  recordCount(region: Region): number {
    return this.#index.regions[region].recordCount;
  }

  /** Numbers of the records in `names` that may be about this name: none, almost always one, more when hashes collide. */
  candidates(name: string): readonly number[] {
    return this.#index.candidates(name);
  }

  /** One record, as the JSON that was written. */
  record(region: Region, record: number): string {
    const regionIndex = this.#index.regions[region];
    if (record >= regionIndex.recordCount) throw damaged(this.name, `has no record ${record}`);
    const number = regionIndex.blockOf(record);
    const block = this.#block(region, number);
    const slot = record - block.firstRecord;
    return block.bytes.toString('utf8', block.starts[slot], (block.starts[slot + 1] ?? 0) - 1);
  }

  /** Reads every block and checks it; for `db status --verify` and for tests. */
  verify(): void {
    for (const region of ['names', 'shared'] as const)
      for (let number = 0; number < this.#index.regions[region].blockCount; number++) this.#block(region, number);
  }

  [Symbol.dispose](): void {
    this.#blocks.clear();
    closeSync(this.#file);
  }

  #block(region: Region, number: number): Block {
    const key = `${region}${number}`;
    const cached = this.#blocks.get(key);
    if (cached !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, cached);
      return cached;
    }
    const block = this.#readBlock(region, number);
    this.#blocks.set(key, block);
    this.#cachedBytes += block.bytes.length;
    for (const [oldest, { bytes }] of this.#blocks) {
      if (this.#cachedBytes <= cacheBytes || oldest === key) break;
      this.#blocks.delete(oldest);
      this.#cachedBytes -= bytes.length;
    }
    return block;
  }

  #readBlock(region: Region, number: number): Block {
    const regionIndex = this.#index.regions[region];
    const { firstRecord, offset, storedBytes, inflatedBytes, checksum } = regionIndex.block(number);
    if (inflatedBytes > limits.shardBlockBytes || storedBytes > limits.shardBlockBytes) throw damaged(this.name, 'has too large a block');
    const stored = readExactly(this.#file, offset, storedBytes, this.name);
    if (crc32(stored) !== checksum) throw damaged(this.name, `fails its checksum at byte ${offset}`);
    const bytes = inflate(stored, inflatedBytes, this.name);
    const starts = lineStarts(bytes);
    const nextRecord = number + 1 < regionIndex.blockCount ? regionIndex.block(number + 1).firstRecord : regionIndex.recordCount;
    if (starts.length - 1 !== nextRecord - firstRecord) throw damaged(this.name, `has a block of the wrong count at byte ${offset}`);
    return { firstRecord, bytes, starts };
  }
}

interface Block {
  readonly firstRecord: number;
  readonly bytes: Buffer;
  /** Where each line starts, and where the next would. */
  readonly starts: readonly number[];
}

function openShard(path: string, name: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw damaged(name, `cannot be opened at ${path}`, error);
  }
}

function readIndex(file: number, name: string): ShardIndex {
  const fileBytes = fstatSync(file).size;
  assertHeader(readExactly(file, 0, Math.min(headerBytes, fileBytes), name), name);
  const tailStart = Math.max(0, fileBytes - tailBytes);
  const tail = readExactly(file, tailStart, fileBytes - tailStart, name);
  const footer = decodeFooter(tail.subarray(-footerBytes), fileBytes, name);
  if (footer.indexBytes > limits.shardIndexBytes) throw damaged(name, 'has too large an index');
  const start = footer.indexOffset - tailStart;
  const bytes = start >= 0 ? tail.subarray(start, -footerBytes) : readExactly(file, footer.indexOffset, footer.indexBytes, name);
  if (crc32(bytes) !== footer.indexChecksum) throw damaged(name, 'has a damaged index');
  return decodeIndex(bytes, name);
}

function readExactly(file: number, offset: number, length: number, name: string): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, offset + done);
    if (read === 0) throw damaged(name, 'is cut short');
    done += read;
  }
  return bytes;
}

function inflate(stored: Buffer, inflatedBytes: number, name: string): Buffer {
  try {
    // One output chunk of the right size, and a bound that a wrong length cannot pass.
    const bytes = inflateRawSync(stored, { chunkSize: Math.max(64, inflatedBytes), maxOutputLength: Math.max(1, inflatedBytes) });
    if (bytes.length === inflatedBytes) return bytes;
  } catch (error) {
    throw damaged(name, 'has a block that does not inflate', error);
  }
  throw damaged(name, 'has a block of the wrong length');
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}
