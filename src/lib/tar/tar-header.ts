import { decodeBytes } from '../bytes/decode-bytes.ts';

/** POSIX.1-1988 ustar header block, with GNU's and star's variants; POSIX.1-2017, pax, "ustar Interchange Format". */
export const blockBytes = 512;

/** The fields of one header block, before pax and GNU records are applied. */
export interface TarHeader {
  /** As written, with the ustar prefix joined. */
  readonly name: string;
  /** The typeflag byte; 0 is the old regular file. */
  readonly flag: number;
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  readonly size: number;
  readonly linkName: string;
  readonly isGnu: boolean;
}

export type HeaderFault = 'checksum' | 'field';

/** Two of these end an archive. */
export function isZeroBlock(block: Buffer, at: number): boolean {
  for (let i = at; i < at + blockBytes; i++) {
    if (block[i] !== 0) return false;
  }
  return true;
}

/** Reads the header block at `at`. Numbers as GNU tar and Go's archive/tar read them: octal with blanks and NULs around, or base-256. */
export function parseTarHeader(block: Buffer, at: number): TarHeader | HeaderFault {
  if (!hasChecksum(block, at)) return 'checksum';
  const mode = parseNumber(block, at + 100, 8);
  const userId = parseNumber(block, at + 108, 8);
  const groupId = parseNumber(block, at + 116, 8);
  const size = parseNumber(block, at + 124, 12);
  if (mode === undefined || userId === undefined || groupId === undefined || size === undefined || size < 0) return 'field';
  const isUstar = holds(block, at + 257, ustarMagic);
  const isGnu = holds(block, at + 257, gnuMagic);
  const name = text(block, at, 100);
  const prefix = isUstar ? text(block, at + 345, isStar(block, at) ? 131 : 155) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    flag: block[at + 156]!,
    mode: mode & 0o7777,
    userId,
    groupId,
    size,
    linkName: text(block, at + 157, 100),
    isGnu,
  };
}

const ustarMagic = Buffer.from('ustar\0');
const gnuMagic = Buffer.from('ustar  \0');
const starMagic = Buffer.from('tar\0');

function isStar(block: Buffer, at: number): boolean {
  return holds(block, at + 508, starMagic);
}

function holds(block: Buffer, at: number, magic: Buffer): boolean {
  for (let i = 0; i < magic.length; i++) if (block[at + i] !== magic[i]) return false;
  return true;
}

function text(block: Buffer, at: number, length: number): string {
  let end = at;
  while (end < at + length && block[end] !== 0) end++;
  return decodeBytes(block, at, end);
}

/** The sum of all bytes with the checksum field as blanks, unsigned as POSIX says or signed as old programs wrote it. */
function hasChecksum(block: Buffer, at: number): boolean {
  const stored = parseNumber(block, at + checksumAt, checksumBytes);
  if (stored === undefined) return false;
  let unsigned = checksumBytes * 0x20;
  for (let i = at; i < at + blockBytes; i += 4) unsigned += block[i]! + block[i + 1]! + block[i + 2]! + block[i + 3]!;
  for (let i = at + checksumAt; i < at + checksumAt + checksumBytes; i++) unsigned -= block[i]!;
  return stored === unsigned || stored === unsigned - 256 * countHigh(block, at);
}

const checksumAt = 148;
const checksumBytes = 8;

/** Bytes over 127 outside the checksum field: signed they are 256 less. */
function countHigh(block: Buffer, at: number): number {
  let high = 0;
  for (let i = at; i < at + blockBytes; i++) if (i < at + checksumAt || i >= at + checksumAt + checksumBytes) high += block[i]! >> 7;
  return high;
}

/** `undefined` when it is no number, or one that a JavaScript integer cannot hold. */
export function parseNumber(block: Buffer, at: number, length: number): number | undefined {
  if ((block[at]! & 0x80) !== 0) return parseBase256(block, at, length);
  let start = at;
  let end = at + length;
  while (start < end && isPadding(block[start]!)) start++;
  while (end > start && isPadding(block[end - 1]!)) end--;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = block[i]! - 0x30;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

function isPadding(byte: number): boolean {
  return byte === 0x20 || byte === 0;
}

/** GNU: the top bit marks it, the next is the sign of a big-endian two's complement number. */
function parseBase256(block: Buffer, at: number, length: number): number | undefined {
  const isNegative = (block[at]! & 0x40) !== 0;
  const mask = isNegative ? 0xff : 0;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const byte = (i === 0 ? (block[at]! & 0x7f) | (isNegative ? 0x80 : 0) : block[at + i]!) ^ mask;
    value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) return undefined;
  }
  return isNegative ? -value - 1 : value;
}
