import { crc32 } from 'node:zlib';
import { DecompressError } from './decompressor.ts';

const flagHeaderChecksum = 2;
const flagExtra = 4;
const flagName = 8;
const flagComment = 16;
const reservedFlags = 0xe0;
const deflate = 8;

/** How long a member's header is, given its first bytes; `undefined` when more are needed. Throws {@link DecompressError}. RFC 1952, 2.3. */
export function gzipHeaderLength(head: Buffer): number | undefined {
  if ((head.length > 0 && head[0] !== 0x1f) || (head.length > 1 && head[1] !== 0x8b)) throw damaged('not a gzip member');
  if (head.length > 2 && head[2] !== deflate) throw damaged('unknown compression method');
  if (head.length < 10) return undefined;
  const flags = head[3]!;
  if ((flags & reservedFlags) !== 0) throw damaged('unknown header flags set');
  let at: number | undefined = 10;
  if (flags & flagExtra) at = head.length < at + 2 ? undefined : at + 2 + head.readUInt16LE(at);
  if (flags & flagName) at = afterZero(head, at);
  if (flags & flagComment) at = afterZero(head, at);
  if (flags & flagHeaderChecksum && at !== undefined) at = checkedEnd(head, at);
  return at !== undefined && at <= head.length ? at : undefined;
}

function afterZero(head: Buffer, from: number | undefined): number | undefined {
  const zero = from === undefined ? -1 : head.indexOf(0, from);
  return zero < 0 ? undefined : zero + 1;
}

function checkedEnd(head: Buffer, at: number): number | undefined {
  if (head.length < at + 2) return undefined;
  if ((crc32(head.subarray(0, at)) & 0xffff) !== head.readUInt16LE(at)) throw damaged('header crc mismatch');
  return at + 2;
}

function damaged(reason: string): DecompressError {
  return new DecompressError(`the gzip stream is damaged: ${reason}`);
}
