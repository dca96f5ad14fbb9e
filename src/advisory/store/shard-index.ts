import { crc32 } from 'node:zlib';
import { damaged } from './shard-layout.ts';

/**
 * The index of a shard: where its blocks are, and which record answers for which name.
 *
 *     u32 bytes of the shard's name, the name in UTF-8
 *     u32 keys · for each region: u32 blocks, u32 records
 *     blocks of all regions, 20 bytes each: u32 first record · u32 offset · u32 stored bytes · u32 inflated bytes · u32 CRC-32 of the stored bytes
 *     u32 hashes of all keys, ascending
 *     u32 record of each key, in the same order
 *
 * It stays as it was read: looking up is a binary search over the buffer, so opening costs one read and one checksum,
 * and a name that the shard does not have costs no inflating.
 */
export interface ShardIndex {
  readonly keyCount: number;
  readonly regions: Readonly<Record<Region, RegionIndex>>;
  /** Records that may have this key; a hash may lie, so the record's own names decide. */
  candidates(name: string): readonly number[];
}

/**
 * `names` holds the records that are looked up by name. They refer by number to what many of them share, which is in two parts under
 * one number: `heads` is needed to decide, `bodies` only to tell.
 */
export const regionNames = ['names', 'heads', 'bodies'] as const;

export type Region = (typeof regionNames)[number];

export interface RegionIndex {
  readonly recordCount: number;
  readonly blockCount: number;
  block(number: number): BlockLocation;
  /** The block that holds a record. */
  blockOf(record: number): number;
}

export interface BlockLocation {
  readonly firstRecord: number;
  readonly offset: number;
  readonly storedBytes: number;
  readonly inflatedBytes: number;
  readonly checksum: number;
}

export interface ShardIndexContent {
  readonly shard: string;
  readonly regions: Readonly<Record<Region, { readonly recordCount: number; readonly blocks: readonly BlockLocation[] }>>;
  readonly keys: readonly { readonly name: string; readonly record: number }[];
}

const blockEntryBytes = 20;

/** CRC-32 of the name in UTF-8: spreads well enough, is in the platform, and is the same everywhere. */
export function hashName(name: string): number {
  return crc32(name);
}

export function encodeIndex(content: ShardIndexContent): Buffer {
  const regions = regionNames.map((name) => content.regions[name]);
  const shard = Buffer.from(content.shard, 'utf8');
  const keys = content.keys.map((key) => ({ hash: hashName(key.name), record: key.record }));
  keys.sort((a, b) => a.hash - b.hash || a.record - b.record);
  const numbers = [
    keys.length,
    ...regions.flatMap(({ blocks, recordCount }) => [blocks.length, recordCount]),
    ...regions.flatMap(({ blocks }) =>
      blocks.flatMap((block) => [block.firstRecord, block.offset, block.storedBytes, block.inflatedBytes, block.checksum]),
    ),
  ];
  const bytes = Buffer.alloc(4 + shard.length + 4 * (numbers.length + 2 * keys.length));
  let at = bytes.writeUInt32LE(shard.length, 0);
  at += shard.copy(bytes, at);
  for (const value of numbers) at = bytes.writeUInt32LE(value, at);
  for (const key of keys) at = bytes.writeUInt32LE(key.hash, at);
  for (const key of keys) at = bytes.writeUInt32LE(key.record, at);
  return bytes;
}

/** `bytes` passed its checksum; what remains to be refused is a file that was made wrong, or is another shard than asked for. */
export function decodeIndex(bytes: Buffer, shard: string): ShardIndex {
  const nameBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  const countsAt = 4 + nameBytes;
  const blocksAt = countsAt + 4 + 8 * regionNames.length;
  if (bytes.length < blocksAt) throw damaged(shard, 'has an index that is too short');
  const name = bytes.toString('utf8', 4, countsAt);
  if (name !== shard) throw damaged(shard, `holds ${JSON.stringify(name.slice(0, 80))} instead`);

  const keyCount = bytes.readUInt32LE(countsAt);
  let at = blocksAt;
  const regions = regionNames.map((_, i) => {
    const blockCount = bytes.readUInt32LE(countsAt + 4 + 8 * i);
    const region = regionIndex(bytes, at, blockCount, bytes.readUInt32LE(countsAt + 8 + 8 * i));
    at += blockEntryBytes * blockCount;
    return region;
  });
  const [names, heads, bodies] = regions as [RegionIndex, RegionIndex, RegionIndex];
  const hashesAt = at;
  const recordsAt = hashesAt + 4 * keyCount;
  if (recordsAt + 4 * keyCount !== bytes.length) throw damaged(shard, 'has an index of the wrong length');
  if (heads.recordCount !== bodies.recordCount) throw damaged(shard, 'has heads without bodies');

  return {
    keyCount,
    regions: { names, heads, bodies },
    candidates: (wanted) => {
      const hash = hashName(wanted);
      const found: number[] = [];
      for (let key = lowerBound(bytes, hashesAt, 4, keyCount, hash); key < keyCount; key++) {
        if (bytes.readUInt32LE(hashesAt + 4 * key) !== hash) break;
        found.push(bytes.readUInt32LE(recordsAt + 4 * key));
      }
      return found;
    },
  };
}

function regionIndex(bytes: Buffer, start: number, blockCount: number, recordCount: number): RegionIndex {
  return {
    recordCount,
    blockCount,
    block: (number) => {
      const at = start + blockEntryBytes * number;
      return {
        firstRecord: bytes.readUInt32LE(at),
        offset: bytes.readUInt32LE(at + 4),
        storedBytes: bytes.readUInt32LE(at + 8),
        inflatedBytes: bytes.readUInt32LE(at + 12),
        checksum: bytes.readUInt32LE(at + 16),
      };
    },
    blockOf: (record) => lowerBound(bytes, start, blockEntryBytes, blockCount, record + 1) - 1,
  };
}

/** The first of `count` ascending u32 values, `stride` bytes apart, that is not below `wanted`. */
function lowerBound(bytes: Buffer, start: number, stride: number, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bytes.readUInt32LE(start + stride * middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
