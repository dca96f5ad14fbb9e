import { writeSync } from 'node:fs';

/** All of them, one after the other, to an open file: the system may take less at once than it is given. */
export function writeChunks(descriptor: number, chunks: Iterable<Uint8Array>): void {
  for (const chunk of chunks) for (let offset = 0; offset < chunk.length;) offset += writeSync(descriptor, chunk, offset);
}
