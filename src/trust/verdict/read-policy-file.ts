import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';

/** A file that the policy names: whole, and from the folder of the policy where the path is relative. Throws CONFIG_INVALID. */
export async function readPolicyFile(
  path: string,
  directory: string,
  maxBytes: number,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const full = resolve(directory, path);
  const bytes = await readBounded(full, maxBytes).catch((cause: unknown) => {
    if (cause instanceof PratiqueError) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? 'it cannot be read';
    throw new PratiqueError('CONFIG_INVALID', `${full}, which the trust policy names, cannot be read: ${reason}`, {
      cause,
      hint: 'correct the path in the policy',
    });
  });
  return { path: full, bytes };
}

async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  const status = await stat(path);
  if (!status.isFile())
    throw new PratiqueError('CONFIG_INVALID', `${path}, which the trust policy names, is not a file`, {
      hint: 'correct the path in the policy',
    });
  if (status.size > maxBytes)
    throw new PratiqueError('CONFIG_INVALID', `${path}, which the trust policy names, has ${status.size} bytes, more than ${maxBytes}`);
  return readFile(path);
}
