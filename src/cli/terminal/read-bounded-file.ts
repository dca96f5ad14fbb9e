import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** A whole file or pipe that was named by an option. Throws USAGE when it cannot be read or has more than `maxBytes`. */
export function readBoundedFile(path: string, maxBytes: number, what: string): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, maxBytes);
  } catch (cause) {
    throw new PratiqueError('USAGE', `${what} ${path} cannot be read: ${describeSystemError(cause)}`, {
      cause,
      hint: 'check the path and its permissions',
    });
  }
  if (bytes !== undefined) return bytes;
  throw new PratiqueError('USAGE', `${what} ${path} has more than ${maxBytes} bytes`, { hint: 'check that this is the file' });
}
