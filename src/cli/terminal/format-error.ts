import { PratiqueError } from '../../model/pratique-error.ts';
import { trustReasons } from '../../model/trust/trust-reasons.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';

/** One line: what failed, why, and what to try. The output escapes it. */
export function formatError(error: unknown): string {
  if (error instanceof PratiqueError) return `pratique: ${error.message} (${error.code}); try: ${error.hint}`;
  if (error instanceof VerificationError)
    return `pratique: refused: ${error.message} (${error.code}); try: ${error.hint ?? trustReasons[error.code].hint}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `pratique: internal error: ${message} (INTERNAL); try: run it again with --verbose, and report the output`;
}

/** Exit code of an error that ended the run: 1 not trusted, 2 usage error, 3 failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof VerificationError) return 1;
  return error instanceof PratiqueError ? error.exitCode : 3;
}
