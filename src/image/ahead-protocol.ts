import { type SeamBit } from '../lib/decompress/confirm-seam.ts';
import { windowBytes } from '../lib/decompress/sliding-window.ts';

/** What the main thread asks of the thread that inflates ahead: a stretch from some seam behind `from` to one behind `end`, or to the stream's end. */
export interface AheadRequest {
  readonly from: number;
  readonly end: number;
}

/** The streams of the ring, in the order in which a stretch is told; `none` and `failed` end it too. */
export const aheadStreams = { none: 0, seam: 1, inflated: 2, end: 3, failed: 4 } as const;

/** A place of the layer: the byte that a block begins in, and where in it; without a seam the place behind the stream's last block. */
export interface AheadPlace {
  readonly position: number;
  readonly seam?: SeamBit;
}

export function encodePlace({ position, seam }: AheadPlace): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeDoubleLE(position, 0);
  head[8] = seam?.shift ?? 0;
  return seam === undefined ? head : Buffer.concat([head, seam.window]);
}

export function decodePlace(bytes: Uint8Array): AheadPlace {
  const told = Buffer.from(bytes);
  const position = told.readDoubleLE(0);
  return told.length < headBytes + windowBytes ? { position } : { position, seam: { shift: told[8]!, window: told.subarray(headBytes) } };
}

const headBytes = 16;
