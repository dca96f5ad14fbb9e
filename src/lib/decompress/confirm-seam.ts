import { DecompressError } from './decompressor.ts';
import { finalTest } from './deflate-splice.ts';
import { type RawInflater } from './raw-inflater.ts';
import { windowBytes, type SlidingWindow } from './sliding-window.ts';

/** A seam looked right and was not, and that was found out too late: the stream is to be read again, in order. */
export class SeamError extends Error {
  override readonly name = 'SeamError';
}

/** Where a deflate stream can be taken up: the bit of a byte at which a block begins, and the 32 KiB before it. */
export interface SeamBit {
  readonly shift: number;
  readonly window: Buffer;
}

/**
 * Whether a block begins where somebody guessed one, in the byte `first` that comes next, and what was inflated before is what he took it for: then a deflate stream
 * has one meaning from there on, whoever inflates it. The window alone is looked at first, since the test of the place spoils the inflater: what it was to
 * inflate up to the seam goes to the sink, and nothing more. Throws {@link SeamError} when it was spoiled for nothing.
 */
export function confirmSeam(
  { inflater, window }: { readonly inflater: RawInflater; readonly window: SlidingWindow },
  seam: SeamBit,
  first: number,
  sink: (bytes: Buffer) => void,
): boolean {
  if (!window.isFull) return false;
  const known = window.bytes.subarray(windowBytes / 2);
  if (seam.window.lastIndexOf(known) < windowBytes / 2 - mostInOneByte) return false;
  if (!endsBefore(inflater, finalTest(first, seam.shift), sink) || !window.bytes.equals(seam.window))
    throw new SeamError('a block was guessed where none begins');
  return true;
}

function endsBefore(inflater: RawInflater, test: Buffer, sink: (bytes: Buffer) => void): boolean {
  try {
    return inflater.push(test, sink) === test.length - 1;
  } catch (error) {
    if (error instanceof DecompressError) return false;
    throw error;
  }
}

/** The bits of one byte are codes of seven symbols at most, and two of them make a copy of 258 bytes. */
const mostInOneByte = 2_048;
