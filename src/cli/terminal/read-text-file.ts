import { readAtMost } from '../../lib/file/read-at-most.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** A whole text file that a user wrote. Throws CONFIG_INVALID when it cannot be read, has more than `maxBytes`, or is not UTF-8. */
export function readTextFile(path: string, maxBytes: number): string {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, maxBytes);
  } catch (cause) {
    const code = systemCodeOf(cause);
    const problem = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`;
    throw new PratiqueError('CONFIG_INVALID', `${path} ${problem}`, { cause, hint: 'check the path and its permissions' });
  }
  if (bytes === undefined) throw new PratiqueError('CONFIG_INVALID', `${path} has more than ${maxBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PratiqueError('CONFIG_INVALID', `${path} is not UTF-8`, { cause, hint: 'save the file as UTF-8' });
  }
}
