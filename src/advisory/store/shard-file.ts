import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { limits } from '../../model/limits.ts';
import { assertHeader, damaged, decodeFooter, footerBytes, headerBytes } from './shard-layout.ts';
import { ShardBlock } from './shard-block.ts';
import { decodeIndex, regionNames, type Region, type ShardIndex } from './shard-index.ts';

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
  /** By region and number, the most recently used last. */
  readonly #blocks = new Map<number, ShardBlock>();
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

  /** The block that holds a record, read and checked. */
  blockWith(region: Region, record: number): ShardBlock {
    const regionIndex = this.#index.regions[region];
    if (!Number.isInteger(record) || record < 0 || record >= regionIndex.recordCount) throw damaged(this.name, `has no record ${record}`);
    return this.#block(region, regionIndex.blockOf(record));
  }

  /** Reads and inflates every block; for `db status --verify` and for tests. */
  verify(): void {
    for (const region of regionNames) {
      const { blockCount } = this.#index.regions[region];
      for (let number = 0; number < blockCount; number++) this.#block(region, number).verify();
    }
  }

  [Symbol.dispose](): void {
    this.#blocks.clear();
    closeSync(this.#file);
  }

  #block(region: Region, number: number): ShardBlock {
    const key = number * regionNames.length + regionNames.indexOf(region);
    const cached = this.#blocks.get(key);
    if (cached !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, cached);
      return cached;
    }
    const block = this.#readBlock(region, number);
    this.#blocks.set(key, block);
    this.#cachedBytes += block.inflatedBytes;
    for (const [oldest, { inflatedBytes }] of this.#blocks) {
      if (this.#cachedBytes <= cacheBytes || oldest === key) break;
      this.#blocks.delete(oldest);
      this.#cachedBytes -= inflatedBytes;
    }
    return block;
  }

  #readBlock(region: Region, number: number): ShardBlock {
    const regionIndex = this.#index.regions[region];
    const location = regionIndex.block(number);
    const { offset, storedBytes, inflatedBytes, checksum } = location;
    if (inflatedBytes > limits.shardBlockBytes || storedBytes > limits.shardBlockBytes) throw damaged(this.name, 'has too large a block');
    const stored = readExactly(this.#file, offset, storedBytes, this.name);
    if (crc32(stored) !== checksum) throw damaged(this.name, `fails its checksum at byte ${offset}`);
    const nextRecord = number + 1 < regionIndex.blockCount ? regionIndex.block(number + 1).firstRecord : regionIndex.recordCount;
    return new ShardBlock(this.name, stored, location, nextRecord - location.firstRecord);
  }
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
    const read = readSome(file, bytes, done, offset + done, name);
    if (read === 0) throw damaged(name, 'is truncated');
    done += read;
  }
  return bytes;
}

function readSome(file: number, bytes: Buffer, from: number, position: number, name: string): number {
  try {
    return readSync(file, bytes, from, bytes.length - from, position);
  } catch (error) {
    throw damaged(name, `cannot be read at byte ${position}`, error);
  }
}
