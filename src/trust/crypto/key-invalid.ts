import { VerificationError } from '../../model/trust/verification-error.ts';

/** `reason` goes on from the name of the key. */
export function keyInvalid(what: string, reason: string, cause?: unknown): VerificationError {
  return new VerificationError('ROLE_KEY_INVALID', what, `${what} ${reason}`, { cause });
}
