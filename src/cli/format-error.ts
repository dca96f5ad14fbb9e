import { PratiqueError } from '../model/pratique-error.ts';

/** One line: what, on what, why, and what to try. Escaping is the output's business. */
export function formatError(error: unknown): string {
  if (error instanceof PratiqueError) return `pratique: ${error.message} (${error.code}); try: ${error.hint}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `pratique: a defect of pratique: ${message} (INTERNAL); try: run it again with --verbose, and report what it says`;
}
