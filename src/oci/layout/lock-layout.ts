import { join } from 'node:path';
import { FileLockError, withFileLock } from '../../lib/file/with-file-lock.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * Runs `action` while no other process writes the index of the layout. The OCI image-spec defines no locking, so this holds among processes of Pratique
 * only. Throws LAYOUT_LOCKED after a bounded wait, and ABORTED.
 */
export async function lockLayout<T>(folder: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  try {
    return await withFileLock(join(folder, 'index.json.lock'), { waitMs: limits.layoutLockMs, signal }, action);
  } catch (error) {
    if (error instanceof PratiqueError) throw error;
    if (signal.aborted) throw new PratiqueError('ABORTED', `${folder}: stopped`, { cause: error });
    if (!(error instanceof FileLockError)) throw error;
    throw new PratiqueError('LAYOUT_LOCKED', `cannot write to the OCI layout ${folder}: ${error.message}`, { cause: error });
  }
}
