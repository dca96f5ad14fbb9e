import { PratiqueError } from '../model/pratique-error.ts';
import { trustReasons } from '../model/trust/trust-reasons.ts';
import { VerificationError } from '../model/trust/verification-error.ts';

/** One line: what, on what, why, and what to try. Escaping is the output's business. */
export function formatError(error: unknown): string {
  if (error instanceof PratiqueError) return `pratique: ${error.message} (${error.code}); try: ${error.hint}`;
  if (error instanceof VerificationError)
    return `pratique: refused: ${error.message} (${error.code}); try: ${trustReasons[error.code].hint}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `pratique: a defect of pratique: ${message} (INTERNAL); try: run it again with --verbose, and report what it says`;
}

/** Of what ended the run: 1 when something is not believed, 2 wrong use, 3 for all that could not be done. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof VerificationError) return 1;
  return error instanceof PratiqueError ? error.exitCode : 3;
}
