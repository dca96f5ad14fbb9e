import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';

/** The module list is between two marks, so that it can be found without pointers; cmd/go/internal/modload/build.go, infoStart and infoEnd. */
export const frameStart = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
export const frameEnd = Buffer.from('f932433186182072008242104116d8f2', 'hex');

/** `undefined` without the frame: the executable was not built from modules. */
export function unframe(framed: Buffer): string | undefined {
  const isFramed = framed.length >= frameStart.length + frameEnd.length && framed.subarray(0, frameStart.length).equals(frameStart);
  return isFramed ? decodeBytes(framed, frameStart.length, framed.length - frameEnd.length) || undefined : undefined;
}
