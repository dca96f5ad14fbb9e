import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../../lib/file/system-code-of.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** A system error about a file as TRUST_FILE_UNUSABLE; a PratiqueError is returned as it is. */
export function toTrustFileError(error: unknown, path: string, what: string): PratiqueError {
  if (error instanceof PratiqueError) return error;
  const reason = systemCodeOf(error) === undefined ? '' : `: ${describeSystemError(error)}`;
  return new PratiqueError('TRUST_FILE_UNUSABLE', `${path} ${what}${reason}`, { cause: error });
}

export function isMissing(error: unknown): boolean {
  const code = systemCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
