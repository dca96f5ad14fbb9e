import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type SmallFile = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'missing' | 'not regular' | 'too large' };

/** Reads a regular file that is not a symbolic link, without a moment in between; other faults of the system are thrown. */
export async function readSmallFile(path: string, maxBytes: number): Promise<SmallFile> {
  const opened = await open(
    path,
    constants.O_RDONLY | ((constants.O_NOFOLLOW as number | undefined) ?? 0) | ((constants.O_NONBLOCK as number | undefined) ?? 0),
  ).catch((error: unknown) => kindOf(error));
  if ('kind' in opened) return opened;
  try {
    const status = await opened.stat();
    if (!status.isFile()) return { kind: 'not regular' };
    if (status.size > maxBytes) return { kind: 'too large' };
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let bytesRead = -1; bytesRead !== 0 && length < buffer.length; length += bytesRead)
      ({ bytesRead } = await opened.read(buffer, length, buffer.length - length, length));
    return length > maxBytes ? { kind: 'too large' } : { kind: 'bytes', bytes: buffer.subarray(0, length) };
  } finally {
    await opened.close();
  }
}

function kindOf(error: unknown): SmallFile {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  // O_NOFOLLOW on a symbolic link; a socket.
  if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return { kind: 'not regular' };
  throw error;
}
