import { DecompressError } from './decompressor.ts';
import { makeZstd } from './zstd.ts';

/** All frames of a small file at once; throws {@link DecompressError} on damage and on more than `maxBytes`. `prepareZstd()` must have been awaited. */
export function inflateZstd(stored: Uint8Array, maxBytes: number): Buffer {
  const zstd = makeZstd();
  const pieces: Buffer[] = [];
  let length = 0;
  function keep(piece: Buffer): void {
    length += piece.length;
    if (length > maxBytes) throw new DecompressError(`the zstd stream holds more than ${maxBytes} bytes`);
    pieces.push(Buffer.from(piece));
  }
  try {
    zstd.push(Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength), keep);
    zstd.end(keep);
  } finally {
    zstd.close();
  }
  return Buffer.concat(pieces, length);
}
