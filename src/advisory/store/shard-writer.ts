import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';
import { type Digest, toDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { escapeJson } from './escape-json.ts';
import { encodeFooter, encodeHeader, recordEnd } from './shard-layout.ts';
import { encodeIndex, regionNames, type BlockLocation, type Region } from './shard-index.ts';

export interface ShardWritten {
  readonly digest: Digest;
  readonly bytes: number;
  readonly keys: number;
}

/**
 * Inflated bytes at which a block is closed. Names and heads are looked up here and there: 16 KiB were better than 4 and 64. Bodies are
 * wanted for few candidates, or for many at once, and are most of the file.
 */
const blockTargetBytes: Readonly<Record<Region, number>> = {
  names: 16 * 1024,
  settled: 16 * 1024,
  heads: 16 * 1024,
  bodies: 64 * 1024,
};

/** One offset in the index is 32 bits wide. */
const maxShardBytes = 0xffff_ffff;

/**
 * Writes one shard front to back; the caller must end with `finish` or `abandon`. The same calls give the same bytes on every machine and
 * every version of Node: fflate's deflate is the same everywhere, zlib's differs by processor.
 */
export class ShardWriter {
  readonly #shard: string;
  readonly #file: number;
  readonly #hash = createHash('sha256');
  readonly #regions: Record<Region, RegionWriter> = {
    names: newRegion(),
    settled: newRegion(),
    heads: newRegion(),
    bodies: newRegion(),
  };
  readonly #keys: { readonly name: string; readonly record: number }[] = [];
  #offset = 0;

  /** Creates `path`, which must not exist. */
  constructor(path: string, shard: string) {
    this.#shard = shard;
    this.#file = openSync(path, 'wx', 0o644);
    this.#write(encodeHeader());
  }

  /** Adds what records refer to by the returned number. Both are JSON on one line. */
  addShared(head: string, body: string): number {
    this.#add('bodies', body);
    return this.#add('heads', head);
  }

  /** Adds what a record that is found by name refers to by the returned number: JSON on one line. */
  addSettled(rows: string): number {
    return this.#add('settled', rows);
  }

  /** A record that is found by any of `names`, which its own first element repeats. */
  addNamed(names: readonly string[], record: string): number {
    const number = this.#add('names', record);
    for (const name of names) this.#keys.push({ name, record: number });
    return number;
  }

  /** Everything is on the disk when this returns. */
  finish(): ShardWritten {
    for (const name of regionNames) this.#closeBlock(name);
    const index = encodeIndex({ shard: this.#shard, regions: this.#regions, keys: this.#keys });
    if (index.length > limits.shardIndexBytes) throw this.#tooLarge('its index');
    const indexOffset = this.#offset;
    this.#write(index);
    this.#write(encodeFooter({ indexOffset, indexBytes: index.length, indexChecksum: crc32(index) }));
    fsyncSync(this.#file);
    closeSync(this.#file);
    return { digest: toDigest('sha256', this.#hash.digest('hex')), bytes: this.#offset, keys: this.#keys.length };
  }

  /** Closes the file without finishing it; the caller removes it. */
  abandon(): void {
    closeSync(this.#file);
  }

  #add(name: Region, json: string): number {
    const region = this.#regions[name];
    const record = escapeJson(json);
    const bytes = record.length + recordEnd.length;
    if (bytes > limits.shardBlockBytes) throw this.#tooLarge('a record');
    if (region.pendingBytes > 0 && region.pendingBytes + bytes > blockTargetBytes[name]) this.#closeBlock(name);
    region.pending.push(record);
    region.pendingBytes += bytes;
    return region.recordCount++;
  }

  #closeBlock(name: Region): void {
    const region = this.#regions[name];
    if (region.pending.length === 0) return;
    const inflated = Buffer.from(`${region.pending.join(recordEnd)}${recordEnd}`, 'latin1');
    const stored = deflateSync(inflated, { level: 9 });
    region.blocks.push({
      firstRecord: region.recordCount - region.pending.length,
      offset: this.#offset,
      storedBytes: stored.length,
      inflatedBytes: inflated.length,
      checksum: crc32(stored),
    });
    region.pending = [];
    region.pendingBytes = 0;
    this.#write(stored);
  }

  #write(bytes: Uint8Array): void {
    if (this.#offset + bytes.length > maxShardBytes) throw this.#tooLarge('the file');
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#hash.update(bytes);
    this.#offset += bytes.length;
  }

  #tooLarge(what: string): PratiqueError {
    return new PratiqueError('LIMIT_EXCEEDED', `shard ${this.#shard} cannot be written: ${what} is larger than its bound`);
  }
}

interface RegionWriter {
  readonly blocks: BlockLocation[];
  recordCount: number;
  pending: string[];
  pendingBytes: number;
}

function newRegion(): RegionWriter {
  return { blocks: [], recordCount: 0, pending: [], pendingBytes: 0 };
}
