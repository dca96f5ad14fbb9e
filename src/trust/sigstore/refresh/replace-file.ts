import { writeFileAtomicallySync } from '../../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** Writes a file whole or not at all, for everybody to read. Throws OUTPUT_UNWRITABLE. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  try {
    writeFileAtomicallySync(path, [bytes], { mode: 0o644, sync: 'content' });
  } catch (cause) {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${path} cannot be written`, { cause });
  }
}
