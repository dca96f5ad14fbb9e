import { type ErrorCode } from '../../model/error-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** What may be otherwise in a minute: places that do not answer. Whatever has another code fails in the same way again. */
const transientCodes: ReadonlySet<ErrorCode> = new Set([
  'REGISTRY_UNREACHABLE',
  'REGISTRY_REFUSED',
  'FETCH_FAILED',
  'SERVER_DATABASE',
  'ENGINE_UNREACHABLE',
  'ABORTED',
]);

/** An error without a code is a fault of the program or of the database: worth an attempt on another worker. */
export function isWorthAnotherAttempt(error: Error): boolean {
  return !(error instanceof PratiqueError) || transientCodes.has(error.code);
}
