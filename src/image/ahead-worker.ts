import { parentPort, workerData } from 'node:worker_threads';
import { createInflateRaw } from 'node:zlib';
import { confirmSeam } from '../lib/decompress/confirm-seam.ts';
import { startInside } from '../lib/decompress/deflate-splice.ts';
import { findSeam } from '../lib/decompress/find-seam.ts';
import { RawInflater } from '../lib/decompress/raw-inflater.ts';
import { SlidingWindow } from '../lib/decompress/sliding-window.ts';
import { PieceRing } from '../lib/thread/piece-ring.ts';
import { aheadStreams, encodePlace, type AheadPlace, type AheadRequest } from './ahead-protocol.ts';
import { LayerFile, type FilePart } from './layer-file.ts';

/** The program of the thread that inflates ahead: stretches of one layer, told through the ring. */
const { memory, part } = workerData as { readonly memory: SharedArrayBuffer; readonly part: FilePart };
const ring = new PieceRing(memory);
const file = new LayerFile(part);
const nothing = new Uint8Array(0);

parentPort?.on('message', (request: AheadRequest) => {
  try {
    inflateStretch(request);
  } catch {
    // Whatever it was, whoever reads in order finds it and says so.
    ring.put(aheadStreams.failed, nothing);
  }
});

function inflateStretch({ from, end }: AheadRequest): void {
  const start = seamBehind(from, end);
  if (start?.seam === undefined) {
    ring.put(aheadStreams.none, nothing);
    return;
  }
  ring.put(aheadStreams.seam, encodePlace(start));
  const goal = end < file.length ? seamBehind(end, file.length) : undefined;
  const inflater = new RawInflater(createInflateRaw({ dictionary: start.seam.window }), ringRoom);
  try {
    ring.put(aheadStreams.end, encodePlace(inflateBetween(inflater, start.position, start.seam.shift, goal)));
  } finally {
    inflater.close();
  }
}

function ringRoom(): Buffer {
  const room = ring.room();
  return Buffer.from(room.buffer, room.byteOffset, room.length);
}

function inflateBetween(inflater: RawInflater, start: number, shift: number, goal: AheadPlace | undefined): AheadPlace {
  const window = new SlidingWindow();
  const sink = (inflated: Buffer): void => {
    if (goal !== undefined) window.push(inflated);
    ring.putRoom(aheadStreams.inflated, inflated.length);
  };
  inflater.push(startInside(file.read(start, 1)[0]!, shift), sink);
  const buffer = Buffer.allocUnsafeSlow(pieceBytes);
  const end = goal?.position ?? file.length;
  for (let at = start + 1; at < end;) {
    const piece = file.readInto(buffer.subarray(0, end - at), at);
    if (piece.length === 0) throw new Error('the file ends early');
    const taken = inflater.push(piece, sink);
    at += taken;
    if (taken < piece.length) return { position: at };
  }
  if (goal?.seam === undefined) throw new Error('the stream does not end');
  // A goal that was a wrong guess could only be made good by inflating on; it is rare enough to be read again.
  if (!confirmSeam({ inflater, window }, goal.seam, file.read(end, 1)[0]!, sink)) throw new Error('the next seam was a wrong guess');
  return goal;
}

/** Looks farther on where content was not compressed. */
function seamBehind(from: number, end: number): AheadPlace | undefined {
  for (let tries = 0, at = from; tries < mostTries && at + searchedBytes < end; tries++, at += searchedBytes) {
    const seam = findSeam(file.read(at, searchedBytes));
    if (seam !== undefined) return { position: at + (seam.bit >> 3), seam: { shift: seam.bit & 7, window: seam.window } };
  }
  return undefined;
}

const pieceBytes = 256 * 1024;
/** Bytes that a seam is looked for in, and how often. */
const searchedBytes = 1024 * 1024;
const mostTries = 4;
