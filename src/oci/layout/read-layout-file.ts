import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** A file of a layout named `name`. Throws TARGET_NOT_FOUND and DOCUMENT_TOO_LARGE. */
export async function readLayoutFile(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const unreadable = `${name}: ${path} cannot be read`;
  const file = await readSmallFile(path, { maxBytes }).catch((cause: unknown) => {
    throw new PratiqueError('TARGET_NOT_FOUND', unreadable, { cause });
  });
  if (file.kind === 'content') return file.bytes;
  if (file.kind !== 'too large') throw new PratiqueError('TARGET_NOT_FOUND', unreadable);
  throw new PratiqueError('DOCUMENT_TOO_LARGE', `${path} has ${file.size} bytes, more than ${maxBytes}`);
}
