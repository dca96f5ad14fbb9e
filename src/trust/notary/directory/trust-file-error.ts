import { PratiqueError } from '../../../model/pratique-error.ts';

/** What the system said about a file, as TRUST_FILE_UNUSABLE; an error of the program is passed on as it is. */
export function toTrustFileError(error: unknown, path: string, what: string): PratiqueError {
  if (error instanceof PratiqueError) return error;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new PratiqueError('TRUST_FILE_UNUSABLE', `${path} ${what}${code}`, { cause: error });
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
