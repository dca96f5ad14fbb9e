import { type DecompressLimits, type Decompressor } from './decompressor.ts';
import { Gunzip } from './gunzip.ts';
import { makeZstd } from './zstd.ts';

export type Compression = 'none' | 'gzip' | 'zstd';
export type UnsupportedCompression = 'xz' | 'bzip2' | 'lz4';

/** Number of bytes that {@link detectCompression} needs, if there are that many. */
export const magicBytes = 6;

/** Decides by content, never by name or media type: RFC 1952 2.3.1, RFC 8878 3.1.1 and 3.1.2, and the formats that are detected only to be refused. */
export function detectCompression(head: Uint8Array): Compression | UnsupportedCompression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (b === 0xb5 && c === 0x2f && d === 0xfd && a === 0x28) return 'zstd';
  // Skippable frames may come first (zstd:chunked, eStargz-like tables of contents).
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return 'xz';
  if (a === 0x42 && b === 0x5a && c === 0x68 && d !== undefined && d >= 0x31 && d <= 0x39) return 'bzip2';
  if (a === 0x04 && b === 0x22 && c === 0x4d && d === 0x18) return 'lz4';
  return 'none';
}

/** zstd needs `prepareZstd()` to have been awaited. */
export function makeDecompressor(compression: Compression, limits: DecompressLimits): Decompressor {
  return makers[compression](limits);
}

const makers: Readonly<Record<Compression, (limits: DecompressLimits) => Decompressor>> = {
  none: () => ({ push: (chunk, sink) => sink(chunk), end: () => undefined, close: () => undefined }),
  gzip: (limits) => new Gunzip(limits),
  zstd: makeZstd,
};
