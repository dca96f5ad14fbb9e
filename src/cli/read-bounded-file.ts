import { closeSync, openSync, readSync } from 'node:fs';
import { PratiqueError } from '../model/pratique-error.ts';

/** A whole file that was named by an option. Throws USAGE when it cannot be read or has more than `maxBytes`. */
export function readBoundedFile(path: string, maxBytes: number, what: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const chunks: Buffer[] = [];
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read) {
      const chunk = Buffer.allocUnsafe(Math.min(1024 * 1024, maxBytes + 1 - length) || 1);
      read = readSync(descriptor, chunk);
      chunks.push(chunk.subarray(0, read));
    }
    if (length <= maxBytes) return Buffer.concat(chunks);
  } catch (cause) {
    throw new PratiqueError('USAGE', `${what} ${path} cannot be read`, { cause, hint: 'check the path and its permissions' });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  throw new PratiqueError('USAGE', `${what} ${path} has more than ${maxBytes} bytes`, { hint: 'check that this is the file' });
}
