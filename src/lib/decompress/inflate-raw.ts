import { constants, createInflateRaw, inflateRawSync } from 'node:zlib';
import { openZlibHandle } from './zlib-handle.ts';

/**
 * Inflates a whole raw deflate stream (RFC 1951) of at most `maxBytes`; the result is only valid until the next call. Throws when the
 * stream is damaged, cut or longer.
 *
 * `inflateRawSync` makes a stream object for each call, which for blocks of a few kilobytes takes several times as long as inflating; this
 * keeps one, by the way of `raw-inflater.ts` (docs/adr/0009-synchronous-layer-reading.md). Where Node is built otherwise inside, `inflateRawSync` it is.
 */
export function inflateRaw(stored: Buffer, maxBytes: number): Buffer {
  inflater ??= openInflater();
  return inflater(stored, maxBytes);
}

type Inflater = (stored: Buffer, maxBytes: number) => Buffer;

let inflater: Inflater | undefined;

/** Output up to this many bytes goes to one buffer that is kept. */
const keptBytes = 256 * 1024;

function openInflater(): Inflater {
  const zlib = openZlibHandle(createInflateRaw());
  if (typeof zlib?.handle.reset !== 'function')
    return (stored, maxBytes) => inflateRawSync(stored, { maxOutputLength: Math.max(1, maxBytes) });
  const { handle, state } = zlib;
  const failures: string[] = [];
  handle.onerror = (message) => failures.push(message);
  let kept: Buffer | undefined;
  return (stored, maxBytes) => {
    // One byte more than may come, so that a full output is too much and room in it is the end.
    const room = maxBytes + 1;
    const output = room > keptBytes ? Buffer.allocUnsafeSlow(room) : (kept ??= Buffer.allocUnsafeSlow(keptBytes));
    failures.length = 0;
    handle.reset?.();
    handle.writeSync(constants.Z_FINISH, stored, 0, stored.length, output, 0, room);
    if (failures.length > 0) throw new Error(failures[0]);
    if (state[0] === 0) throw new Error(`it inflates to more than ${maxBytes} bytes`);
    return output.subarray(0, room - state[0]!);
  };
}
