import { createInflateRaw } from 'node:zlib';
import { DecompressError } from './decompressor.ts';
import { finalTest, startInside } from './deflate-splice.ts';
import { RawInflater } from './raw-inflater.ts';
import { SlidingWindow, windowBytes } from './sliding-window.ts';

/** A place in a deflate stream where reading can be taken up by another who has not read what comes before. */
export interface Seam {
  /** Where a block begins: bits from the start of the bytes, each byte from its least significant one. */
  readonly bit: number;
  /** The 32 KiB that the stream inflates to just before. */
  readonly window: Buffer;
}

/**
 * The first seam of a deflate stream that begins somewhere before `bytes` and goes on behind them, found without what comes before. `undefined` when there
 * is none. It is a guess: bytes inside a block can look like a block, and whoever reads the stream from its start has to confirm it (`confirm-seam.ts`).
 *
 * From a block on, the stream is inflated twice, after a window of zeros and after one of ones. What is the same both times does not come out of the window;
 * after some hundred kilobytes nothing does any more, and the start of the next block is a seam. That references into the unknown die out so soon was found by
 * Kerbiriou and Chikhi, "Parallel Decompression of Gzip-Compressed Files and Random Access to DNA Sequences" (2019).
 */
export function findSeam(bytes: Buffer): Seam | undefined {
  using blocks = new BlindReading(0x00);
  using zeros = new BlindReading(0x00);
  using ones = new BlindReading(0xff);
  let from = nextBlock(bytes, 0, blocks);
  for (let tries = 0; tries < mostTries && from !== undefined; tries++) {
    const seam = seamBehind(bytes, from, { blocks, zeros, ones });
    if (seam !== undefined) return seam === 'none' ? undefined : seam;
    from = nextBlock(bytes, from + 1, blocks);
  }
  return undefined;
}

/** `none` says that it is of no use to begin with another block. */
function seamBehind(bytes: Buffer, first: number, { blocks, zeros, ones }: Readings): Seam | 'none' | undefined {
  const push = (piece: Buffer): readonly number[] => [zeros.push(piece), ones.push(piece)];
  const isKnown = (): boolean => zeros.window.isFull && zeros.window.bytes.equals(ones.window.bytes);
  zeros.restart();
  ones.restart();
  try {
    push(startInside(bytes[first >> 3]!, first & 7));
    let at = (first >> 3) + 1;
    for (const end = Math.min(bytes.length, at + mostBlindBytes); !isKnown(); at += stepBytes) {
      if (at + stepBytes > end) return 'none';
      push(bytes.subarray(at, at + stepBytes));
    }
    const bit = nextBlock(bytes, at * 8, blocks);
    if (bit === undefined) return 'none';
    push(bytes.subarray(at, bit >> 3));
    const test = finalTest(bytes[bit >> 3]!, bit & 7);
    const isBlock = push(test).every((taken) => taken === test.length - 1);
    return isBlock && isKnown() ? { bit, window: zeros.window.bytes } : undefined;
  } catch (error) {
    // No block began where one seemed to, or what follows is damaged: whoever reads it from the start is told.
    if (error instanceof DecompressError) return undefined;
    throw error;
  }
}

type Readings = Readonly<Record<'blocks' | 'zeros' | 'ones', BlindReading>>;

/** Each time another block that seemed to begin and did not. */
const mostTries = 4;

/** Compressed bytes after which it is looked again whether anything unknown is still referred to. */
const stepBytes = 32 * 1024;

/** Compressed bytes after which it is given up: a phrase that comes again and again is copied from the unknown for ever. */
const mostBlindBytes = 640 * 1024;

/** A stream that is read from the middle, as if the same byte had always come before. */
class BlindReading implements Disposable {
  readonly #inflater: RawInflater;
  readonly window = new SlidingWindow();

  constructor(byte: number) {
    this.#inflater = new RawInflater(createInflateRaw({ dictionary: Buffer.alloc(windowBytes, byte) }));
  }

  /** Answers how many of the bytes belong to the stream. Throws {@link DecompressError}. */
  push(bytes: Buffer): number {
    return this.#inflater.push(bytes, (inflated) => this.window.push(inflated));
  }

  restart(): void {
    this.#inflater.reset();
    this.window.clear();
  }

  [Symbol.dispose](): void {
    this.#inflater.close();
  }
}

/** The first bit from one on where a block may begin: by its head, and by inflating some of it. */
function nextBlock(bytes: Buffer, from: number, reading: BlindReading): number | undefined {
  const end = Math.min(from + searchedBytes * 8, (bytes.length - headBytes) * 8);
  let bit = nextHead(bytes, from, end);
  while (bit !== undefined && !inflatesFrom(bytes, bit, reading)) bit = nextHead(bytes, bit + 1, end);
  return bit;
}

function inflatesFrom(bytes: Buffer, bit: number, reading: BlindReading): boolean {
  reading.restart();
  try {
    const tried = [startInside(bytes[bit >> 3]!, bit & 7), bytes.subarray((bit >> 3) + 1, (bit >> 3) + triedBytes)];
    return tried.every((part) => reading.push(part) === part.length);
  } catch (error) {
    if (error instanceof DecompressError) return false;
    throw error;
  }
}

/** Bytes that a block is looked for in: compressors end one before. What was not compressed has none for as long as it likes. */
const searchedBytes = 80 * 1024;

/**
 * Bytes that are inflated to see whether a block begins indeed. Any bits inflate to something under a code that has no gaps; but where such a block
 * ends, after ten kilobytes or so, nothing that looks like a block follows.
 */
const triedBytes = 96 * 1024;

/** Bytes that the head of a dynamic block may take, at most: what is nearer to the end is not tried. */
const headBytes = 12;

/** The first bit between two where a dynamic block that is not the last can begin, by its head. RFC 1951, 3.2.7. */
function nextHead(bytes: Uint8Array, from: number, end: number): number | undefined {
  let skipped = (1 << (from & 7)) - 1;
  for (let at = from >> 3; at < end >> 3; at++, skipped = 0) {
    const bits = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    // Each bit that 0, 0 and 1 begin at: not the last, of the second type.
    let begins = ~bits & ~(bits >> 1) & (bits >> 2) & 0xff & ~skipped;
    for (; begins !== 0; begins &= begins - 1) {
      const shift = 31 - Math.clz32(begins & -begins);
      const head = bits >> shift;
      if (((head >> 3) & 31) > 29 || ((head >> 8) & 31) > 29) continue;
      if (isComplete(bytes, at * 8 + shift + 17, ((head >> 13) & 15) + 4)) return at * 8 + shift;
    }
  }
  return undefined;
}

/** Whether `count` lengths of three bits make a complete code, as they must. */
function isComplete(bytes: Uint8Array, bit: number, count: number): boolean {
  let left = 128;
  for (let i = 0, at = bit; i < count; i++, at += 3) {
    const length = ((bytes[at >> 3]! | (bytes[(at >> 3) + 1]! << 8)) >> (at & 7)) & 7;
    if (length > 0) left -= 128 >> length;
    if (left < 0) return false;
  }
  return left === 0;
}
