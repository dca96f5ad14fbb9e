import { dirname } from 'node:path';
import { makeDirectory } from '../../../lib/file/make-directory.ts';
import { writeFileAtomically } from '../../../lib/file/write-file-atomically.ts';
import { toTrustFileError } from './trust-file-error.ts';

/**
 * Writes a file whole or not at all, for its owner only (0600, in folders of 0700). When it returns, the file survives a crash. Throws
 * TRUST_FILE_UNUSABLE and leaves nothing behind.
 */
export async function writeTrustFile(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    makeDirectory(dirname(path), { mode: 0o700 });
    await writeFileAtomically(path, [bytes], { mode: 0o600, sync: 'content-and-name' });
  } catch (error) {
    throw toTrustFileError(error, path, 'cannot be written');
  }
}
