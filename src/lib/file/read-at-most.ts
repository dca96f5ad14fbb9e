import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { systemCodeOf } from './system-code-of.ts';

const chunkBytes = 1024 * 1024;
/** Between two looks at a pipe: milliseconds. */
const pollMs = 10;

export interface PipeWaits {
  /** Longest wait for a writer that has opened the pipe: milliseconds. */
  readonly writingMs: number;
  /** Longest wait for a writer to open it. */
  readonly openingMs: number;
}

/** The signals that end the program are not handled meanwhile, so that these stay short. */
const pipeWaits: PipeWaits = { writingMs: 60_000, openingMs: 10_000 };

/**
 * Everything that a file, a device, a pipe or an open descriptor gives until its end; `undefined` when that is more than `maxBytes`. Waits for
 * a named pipe as long as `waits` allows, and then throws. Throws what the system says. A descriptor stays open.
 */
export function readAtMost(source: string | number, maxBytes: number, waits: PipeWaits = pipeWaits): Buffer | undefined {
  if (typeof source === 'number') return readToEnd(maxBytes, (chunk) => readSync(source, chunk, 0, chunk.length, null));
  // Windows knows no non-blocking open, which counts as 0 there.
  const descriptor = openSync(source, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const read = (chunk: Buffer): number => readSync(descriptor, chunk, 0, chunk.length, null);
    return readToEnd(maxBytes, fstatSync(descriptor).isFIFO() ? waitingReader(read, source, waits) : read);
  } finally {
    closeSync(descriptor);
  }
}

function readToEnd(maxBytes: number, readChunk: (chunk: Buffer) => number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let read = -1; read !== 0; length += read) {
    if (length > maxBytes) return undefined;
    const chunk = Buffer.alloc(Math.min(chunkBytes, maxBytes + 1 - length));
    read = readChunk(chunk);
    chunks.push(chunk.subarray(0, read));
  }
  return Buffer.concat(chunks, length);
}

/** A pipe without a writer is at its end at once, and one whose writer has written nothing says EAGAIN. */
function waitingReader(read: (chunk: Buffer) => number, path: string, { writingMs, openingMs }: PipeWaits): (chunk: Buffer) => number {
  // A shell's `<(…)` has had its writer from the start.
  let hasWriter = /^\/(?:dev\/fd|proc)\//.test(path);
  return (chunk) => {
    const start = performance.now();
    for (;;) {
      const count = readOrWait(read, chunk);
      hasWriter ||= count !== 0;
      if (count !== undefined && (count > 0 || hasWriter)) return count;
      if (performance.now() - start >= (hasWriter ? writingMs : openingMs))
        throw timedOut(hasWriter ? `nothing more came from the pipe ${path}` : `nobody wrote to the pipe ${path}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
    }
  };
}

/** `undefined` where a writer has the pipe open and has written nothing yet. */
function readOrWait(read: (chunk: Buffer) => number, chunk: Buffer): number | undefined {
  try {
    return read(chunk);
  } catch (error) {
    if (systemCodeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

/** With the code that the system has for it, so that callers describe it as they describe its own. */
function timedOut(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
