import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { limits } from '../../../model/limits.ts';

/** rpm's include/rpm/rpmtag.h, of the tags that are read. */
export const rpmTags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  packager: 1015,
  architecture: 1022,
  oldFileNames: 1027,
  fileModes: 1030,
  fileDigests: 1035,
  fileFlags: 1037,
  sourceRpm: 1044,
  fileVerifyFlags: 1045,
  provideName: 1047,
  requireName: 1049,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  fileDigestAlgorithm: 5011,
  modularityLabel: 5096,
} as const;

/** One package's header. Entries are decoded when asked for; what is damaged throws RangeError then. */
export interface RpmHeader {
  /** First string of a string, array or translated entry. */
  text(tag: number): string | undefined;
  texts(tag: number): readonly string[];
  numbers(tag: number): readonly number[];
}

/**
 * A header as the database stores it: lib/header.c. Index length and data length (big-endian), index entries of 16 bytes, data.
 * Throws RangeError with the reason on what cannot be a header; sizes are rpm's own bounds.
 */
export function parseRpmHeader(blob: Buffer): RpmHeader {
  if (blob.length < 8) throw new RangeError('a header is too short');
  const indexLength = blob.readUInt32BE(0);
  const dataLength = blob.readUInt32BE(4);
  if (indexLength === 0 || indexLength > limits.rpmHeaderEntries) throw new RangeError(`a header has ${indexLength} entries`);
  if (dataLength > limits.rpmHeaderBytes) throw new RangeError(`a header has ${dataLength} bytes of data`);
  const dataStart = 8 + indexLength * entryBytes;
  if (dataStart + dataLength > blob.length) throw new RangeError('a header is cut');
  const data = blob.subarray(dataStart, dataStart + dataLength);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < dataStart; at += entryBytes) {
    // An entry that was added after the package was built stands behind the original ones and replaces them.
    const tag = blob.readInt32BE(at);
    if (wantedTags.has(tag)) entries.set(tag, readEntry(blob, at));
  }
  return {
    text: (tag) => firstString(data, entries.get(tag)),
    texts: (tag) => strings(data, entries.get(tag)),
    numbers: (tag) => integers(data, entries.get(tag)),
  };
}

const entryBytes = 16;
const wantedTags: ReadonlySet<number> = new Set(Object.values(rpmTags));

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** rpmtag.h, rpmTagType. */
const int16 = 3;
const int32 = 4;
const stringTypes: ReadonlySet<number> = new Set([6, 8, 9]);

function readEntry(blob: Buffer, at: number): Entry {
  return { type: blob.readUInt32BE(at + 4), offset: blob.readInt32BE(at + 8), count: blob.readUInt32BE(at + 12) };
}

function firstString(data: Buffer, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  checkStrings(data, entry);
  return entry.count === 0 ? undefined : decodeBytes(data, entry.offset, endOfString(data, entry.offset));
}

function strings(data: Buffer, entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  checkStrings(data, entry);
  const found: string[] = [];
  for (let at = entry.offset; found.length < entry.count;) {
    const end = endOfString(data, at);
    found.push(decodeBytes(data, at, end));
    at = end + 1;
  }
  return found;
}

function checkStrings(data: Buffer, entry: Entry): void {
  if (!stringTypes.has(entry.type)) throw new RangeError(`a text has type ${entry.type}`);
  // Each string takes at least its NUL.
  if (entry.offset < 0 || entry.count > data.length - entry.offset) throw new RangeError('a text lies outside its header');
}

function endOfString(data: Buffer, start: number): number {
  const end = data.indexOf(0, start);
  if (end === -1 || start >= data.length) throw new RangeError('a text has no end');
  return end;
}

function integers(data: Buffer, entry: Entry | undefined): readonly number[] {
  if (entry === undefined) return [];
  const width = entry.type === int32 ? 4 : entry.type === int16 ? 2 : 0;
  if (width === 0) throw new RangeError(`a number has type ${entry.type}`);
  if (entry.offset < 0 || entry.count * width > data.length - entry.offset) throw new RangeError('a number lies outside its header');
  return Array.from({ length: entry.count }, (_, index) => data.readUIntBE(entry.offset + index * width, width));
}
