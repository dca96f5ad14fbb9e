import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * What the system refused, as an error with a code: TARGET_UNREADABLE or OUTPUT_UNWRITABLE, or ABORTED. Errors with a code of their own and defects are
 * returned as they are.
 */
export function toLayoutError(error: unknown, folder: string, doing: 'reading' | 'writing', signal?: AbortSignal): unknown {
  if (error instanceof PratiqueError) return error;
  if (signal?.aborted === true) return new PratiqueError('ABORTED', `${folder}: stopped`, { cause: error });
  const code = systemCodeOf(error);
  if (code === undefined || !/^E(?!RR_)[A-Z0-9]+$/.test(code)) return error;
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : '';
  if (doing === 'reading')
    return new PratiqueError('TARGET_UNREADABLE', `${folder} cannot be read: ${describeSystemError(error)}${path}`, { cause: error });
  return new PratiqueError('OUTPUT_UNWRITABLE', `the OCI layout ${folder} cannot be written: ${describeSystemError(error)}${path}`, {
    cause: error,
  });
}

/** Runs a change of the layout in `folder`. */
export async function writingLayout<T>(folder: string, signal: AbortSignal, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    throw toLayoutError(error, folder, 'writing', signal);
  }
}
