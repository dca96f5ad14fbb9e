import { crc32 } from 'node:zlib';
import { damaged } from './shard-layout.ts';

/**
 * The index of a shard: where its blocks are, and which record belongs to which name.
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
  /** Records that may have this key; hashes can collide, so the record's own names decide. */
  candidates(name: string): readonly number[];
}

/**
 * `names` holds the records that are looked up by name, `settled` what of them few versions need. Both refer by number to what many of them share, which
 * is in two parts under one number: `heads` is needed for matching, `bodies` only for reports.
 */
export const regionNames = ['names', 'settled', 'heads', 'bodies'] as const;

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

const blockEntryNumbers = 5;

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

/** `bytes` passed its checksum; still refused are a file that was written wrong and one that is another shard. */
export function decodeIndex(bytes: Buffer, shard: string): ShardIndex {
  const nameBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  const countsAt = 4 + nameBytes;
  const blocksAt = countsAt + 4 + 8 * regionNames.length;
  if (bytes.length < blocksAt) throw damaged(shard, 'has an index that is too short');
  const name = bytes.toString('utf8', 4, countsAt);
  if (name !== shard) throw damaged(shard, `holds ${JSON.stringify(name.slice(0, 80))} instead`);

  const keyCount = bytes.readUInt32LE(countsAt);
  const numbers = littleEndianNumbers(bytes.subarray(countsAt));
  let at = (blocksAt - countsAt) / 4;
  const regions = regionNames.map((_, i) => {
    const blockCount = numbers[1 + 2 * i]!;
    const region = regionIndex(numbers, at, blockCount, numbers[2 + 2 * i]!);
    at += blockEntryNumbers * blockCount;
    return region;
  });
  const [names, settled, heads, bodies] = regions as [RegionIndex, RegionIndex, RegionIndex, RegionIndex];
  const hashesAt = at;
  const recordsAt = hashesAt + keyCount;
  if (countsAt + 4 * (recordsAt + keyCount) !== bytes.length) throw damaged(shard, 'has an index of the wrong length');
  if (heads.recordCount !== bodies.recordCount) throw damaged(shard, 'has heads without bodies');

  return {
    keyCount,
    regions: { names, settled, heads, bodies },
    candidates: (wanted) => {
      const hash = hashName(wanted);
      const first = lowerBound(numbers, hashesAt, 1, keyCount, hash);
      let end = first;
      while (end < keyCount && numbers[hashesAt + end] === hash) end++;
      return first === end ? none : Array.from(numbers.subarray(recordsAt + first, recordsAt + end));
    },
  };
}

const none: readonly number[] = [];

/** A copy, because typed arrays need alignment, and they make repeated searches faster than one call per number. */
function littleEndianNumbers(bytes: Buffer): Uint32Array {
  const copy = Buffer.from(new ArrayBuffer(bytes.length & ~3));
  bytes.copy(copy);
  if (isBigEndian) copy.swap32();
  return new Uint32Array(copy.buffer);
}

const isBigEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

function regionIndex(numbers: Uint32Array, start: number, blockCount: number, recordCount: number): RegionIndex {
  return {
    recordCount,
    blockCount,
    block: (number) => {
      const at = start + blockEntryNumbers * number;
      return {
        firstRecord: numbers[at]!,
        offset: numbers[at + 1]!,
        storedBytes: numbers[at + 2]!,
        inflatedBytes: numbers[at + 3]!,
        checksum: numbers[at + 4]!,
      };
    },
    blockOf: (record) => lowerBound(numbers, start, blockEntryNumbers, blockCount, record + 1) - 1,
  };
}

/** The first of `count` ascending values, `stride` numbers apart, that is not below `wanted`. */
function lowerBound(numbers: Uint32Array, start: number, stride: number, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[start + stride * middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
