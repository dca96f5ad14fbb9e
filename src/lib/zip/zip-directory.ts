import { ZipError } from './zip-error.ts';
import { type ZipLimits } from './zip-limits.ts';
import { type ZipSource } from './zip-source.ts';

/** One header of the central directory (APPNOTE.TXT 6.3.10, 4.3.12). */
export interface ZipHeader {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly localOffset: number;
}

interface DirectoryPlace {
  readonly entries: number;
  readonly bytes: number;
  readonly offset: number;
  /** Bytes before the archive, such as the script of an executable jar: every offset in it is so much too small. */
  readonly prefixBytes: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const headerSignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;

/** Headers in the order of the directory. Throws {@link ZipError} when it is missing, cut, or names more than the limits allow. */
export function* readDirectory(file: ZipSource, limits: ZipLimits): Generator<ZipHeader> {
  const place = findDirectory(file);
  if (place.entries > limits.maxEntries) throw new ZipError(`has ${place.entries} entries, more than ${limits.maxEntries}`);
  if (place.bytes > limits.maxDirectoryBytes) {
    throw new ZipError(`has a directory of ${place.bytes} bytes, more than ${limits.maxDirectoryBytes}`);
  }
  // A copy: the window moves while entries are read.
  const directory = Buffer.from(file.read(place.offset, place.bytes));
  let at = 0;
  for (let index = 0; index < place.entries; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== headerSignature) {
      throw new ZipError(`has a damaged directory at entry ${index}`);
    }
    const end = at + 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (end > directory.length) throw new ZipError(`has a directory that ends early at entry ${index}`);
    yield parseHeader(directory, at, place.prefixBytes);
    at = end;
  }
}

/** The end record is last in the file, behind a comment of at most 65,535 bytes (4.3.16). */
function findDirectory(file: ZipSource): DirectoryPlace {
  const tailBytes = Math.min(file.size, endBytes + longestComment);
  const tailStart = file.size - tailBytes;
  const tail = file.read(tailStart, tailBytes);
  for (let at = tailBytes - endBytes; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== endSignature) continue;
    if (at + endBytes + tail.readUInt16LE(at + 20) !== tailBytes) continue;
    const place = { entries: tail.readUInt16LE(at + 10), bytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    const is64 = place.entries === 0xffff || place.bytes === 0xffffffff || place.offset === 0xffffffff;
    return (is64 ? findDirectory64(file, tailStart + at) : undefined) ?? placeBefore(tailStart + at, place);
  }
  throw new ZipError('has no end record: it is truncated, or not a zip archive');
}

/** 4.3.14 and 4.3.15; `undefined` when the values of the short record are to be taken as they are. */
function findDirectory64(file: ZipSource, endOffset: number): DirectoryPlace | undefined {
  if (endOffset < 20) return undefined;
  const locator = file.read(endOffset - 20, 20);
  if (locator.readUInt32LE(0) !== locator64Signature) return undefined;
  const recordOffset = toSafeNumber(locator.readBigUInt64LE(8));
  const record = file.read(recordOffset, 56);
  if (record.readUInt32LE(0) !== end64Signature) throw new ZipError('has a damaged zip64 end record');
  return placeBefore(recordOffset, {
    entries: toSafeNumber(record.readBigUInt64LE(32)),
    bytes: toSafeNumber(record.readBigUInt64LE(40)),
    offset: toSafeNumber(record.readBigUInt64LE(48)),
  });
}

/** The directory ends where its end record begins, wherever it says that it begins; Java's zip reader relies on the same. */
function placeBefore(endOffset: number, { entries, bytes, offset }: Omit<DirectoryPlace, 'prefixBytes'>): DirectoryPlace {
  const start = endOffset - bytes;
  if (start < offset) throw new ZipError(`has a directory of ${bytes} bytes at ${offset}, where ${endOffset - offset} are left`);
  return { entries, bytes, offset: start, prefixBytes: start - offset };
}

/** `directory` holds the whole header at `at`. */
export function parseHeader(directory: Buffer, at: number, prefixBytes: number): ZipHeader {
  const nameBytes = directory.readUInt16LE(at + 28);
  const extraStart = at + 46 + nameBytes;
  const sizes = {
    uncompressedBytes: directory.readUInt32LE(at + 24),
    compressedBytes: directory.readUInt32LE(at + 20),
    localOffset: directory.readUInt32LE(at + 42),
  };
  const is64 = sizes.uncompressedBytes === 0xffffffff || sizes.compressedBytes === 0xffffffff || sizes.localOffset === 0xffffffff;
  const extra = directory.subarray(extraStart, extraStart + directory.readUInt16LE(at + 30));
  const real = is64 ? readZip64Sizes(extra, sizes) : sizes;
  return {
    name: directory.toString('utf8', at + 46, extraStart),
    method: directory.readUInt16LE(at + 10),
    isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    crc32: directory.readUInt32LE(at + 16),
    ...real,
    localOffset: real.localOffset + prefixBytes,
  };
}

export type Sizes = Pick<ZipHeader, 'uncompressedBytes' | 'compressedBytes' | 'localOffset'>;

/** The extra field 0x0001 holds only the values that did not fit, in this order (4.5.3). */
export function readZip64Sizes(extra: Buffer, sizes: Sizes): Sizes {
  const field = findExtraField(extra, 0x0001);
  let at = 0;
  const take = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (field === undefined || at + 8 > field.length) throw new ZipError('has an entry without its zip64 sizes');
    at += 8;
    return toSafeNumber(field.readBigUInt64LE(at - 8));
  };
  const uncompressedBytes = take(sizes.uncompressedBytes);
  const compressedBytes = take(sizes.compressedBytes);
  return { uncompressedBytes, compressedBytes, localOffset: take(sizes.localOffset) };
}

function findExtraField(extra: Buffer, id: number): Buffer | undefined {
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

function toSafeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipError(`names a size or place of ${value.toString()} bytes`);
  return Number(value);
}
