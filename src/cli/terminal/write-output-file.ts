import { closeSync, openSync, realpathSync, statSync } from 'node:fs';
import { writeChunks } from '../../lib/file/write-chunks.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { cannotWrite } from './output.ts';

const bufferedBytes = 256 * 1024;

/** Writes a file whole or not at all. Devices and pipes are written in place. Throws OUTPUT_UNWRITABLE and leaves nothing behind. */
export function writeOutputFile(path: string, chunks: Iterable<string | Uint8Array>): void {
  const target = followLinks(path);
  try {
    if (isSpecial(target)) writeInPlace(target, gather(chunks));
    else writeFileAtomicallySync(target, gather(chunks), { sync: 'content' });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** A symlink stays one: what it points to is replaced. */
function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isSpecial(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function writeInPlace(path: string, chunks: Iterable<Uint8Array>): void {
  const descriptor = openSync(path, 'w');
  try {
    writeChunks(descriptor, chunks);
  } finally {
    closeSync(descriptor);
  }
}

/** Many small strings become few writes. A chunk is overwritten by the next one. */
function* gather(chunks: Iterable<string | Uint8Array>): Iterable<Uint8Array> {
  const buffer = Buffer.allocUnsafe(bufferedBytes);
  let filled = 0;
  for (const chunk of chunks) {
    // A UTF-16 unit has at most three bytes in UTF-8.
    const isSmall = typeof chunk === 'string' && chunk.length * 3 <= bufferedBytes;
    if (!isSmall || filled + chunk.length * 3 > bufferedBytes) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (isSmall) filled += buffer.write(chunk, filled);
    else yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  yield buffer.subarray(0, filled);
}
