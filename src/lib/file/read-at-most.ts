import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1024 * 1024;

/**
 * Everything that a file, a device, a pipe or an open descriptor gives until its end; `undefined` when that is more than `maxBytes`. Waits for
 * a pipe. Throws what the system says. A descriptor stays open.
 */
export function readAtMost(source: string | number, maxBytes: number): Buffer | undefined {
  if (typeof source === 'number') return readDescriptor(source, maxBytes);
  const descriptor = openSync(source, 'r');
  try {
    return readDescriptor(descriptor, maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

function readDescriptor(descriptor: number, maxBytes: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let read = -1; read !== 0; length += read) {
    if (length > maxBytes) return undefined;
    const chunk = Buffer.alloc(Math.min(chunkBytes, maxBytes + 1 - length));
    read = readSync(descriptor, chunk, 0, chunk.length, null);
    chunks.push(chunk.subarray(0, read));
  }
  return Buffer.concat(chunks, length);
}
