import { readSmallFile } from '../../../lib/file/read-small-file.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { toTrustFileError } from './trust-file-error.ts';

export interface TrustFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** A whole file; `undefined` when it does not exist. Throws TRUST_FILE_UNUSABLE for anything else than a file, and for one that is larger or cannot be read. */
export async function readTrustFile(path: string, maxBytes: number): Promise<TrustFile | undefined> {
  const file = await readSmallFile(path, { maxBytes }).catch((error: unknown) => {
    throw toTrustFileError(error, path, 'cannot be read');
  });
  if (file.kind === 'content') return file;
  if (file.kind === 'missing') return undefined;
  const problem = file.kind === 'not regular' ? 'is not a file' : `has ${file.size} bytes, more than ${maxBytes}`;
  throw new PratiqueError('TRUST_FILE_UNUSABLE', `${path} ${problem}`);
}
