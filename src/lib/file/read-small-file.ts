import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { systemCodeOf } from './system-code-of.ts';

export type SmallFile =
  | { readonly kind: 'content'; readonly bytes: Buffer; /** Permission bits. */ readonly mode: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not regular' }
  | { readonly kind: 'too large'; /** At least. */ readonly size: number };

export interface SmallFileOptions {
  readonly maxBytes: number;
  /** Whether a symbolic link counts as `not regular`, without a moment in between in which it could be put there. */
  readonly refusesLinks?: boolean;
}

/** Reads a regular file to its end. A pipe or a device in its place does not hold it. Rejects with other faults of the system, such as EACCES. */
export async function readSmallFile(path: string, { maxBytes, refusesLinks = false }: SmallFileOptions): Promise<SmallFile> {
  let file: FileHandle;
  try {
    // Windows knows neither of the two, which counts as 0.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | (refusesLinks ? constants.O_NOFOLLOW : 0));
  } catch (error) {
    return meaningOf(error);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) return { kind: 'not regular' };
    if (status.size > maxBytes) return { kind: 'too large', size: status.size };
    const bytes = await readToEnd(file, status.size, maxBytes);
    return bytes.length > maxBytes ? { kind: 'too large', size: bytes.length } : { kind: 'content', bytes, mode: status.mode & 0o777 };
  } finally {
    await file.close();
  }
}

/** ENXIO: a socket. ELOOP: a link that is refused, or links in a circle. */
function meaningOf(error: unknown): SmallFile {
  const code = systemCodeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return { kind: 'not regular' };
  throw error;
}

/** Reading one byte more than `maxBytes` shows that the file is larger. The size is a first guess: files grow, and those in /proc have size 0. */
async function readToEnd(file: FileHandle, size: number, maxBytes: number): Promise<Buffer> {
  let buffer = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length > maxBytes) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(Math.max(2 * length, 65_536), maxBytes + 1));
  }
}
