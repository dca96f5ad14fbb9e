import { resolve } from 'node:path';
import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** Reads a file that the policy names; a relative path starts at the folder of the policy. Throws CONFIG_INVALID. */
export async function readPolicyFile(
  path: string,
  directory: string,
  maxBytes: number,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const full = resolve(directory, path);
  const hint = 'correct the path in the policy';
  const file = await readSmallFile(full, { maxBytes }).catch((cause: unknown) => {
    throw new PratiqueError('CONFIG_INVALID', `${full}, which the trust policy names, cannot be read: ${describeSystemError(cause)}`, {
      cause,
      hint,
    });
  });
  if (file.kind === 'content') return { path: full, bytes: file.bytes };
  if (file.kind === 'too large')
    throw new PratiqueError('CONFIG_INVALID', `${full}, which the trust policy names, has ${file.size} bytes, more than ${maxBytes}`);
  const problem = file.kind === 'missing' ? 'does not exist' : 'is not a file';
  throw new PratiqueError('CONFIG_INVALID', `${full}, which the trust policy names, ${problem}`, { hint });
}
