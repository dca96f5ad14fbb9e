import { VerificationError } from '../../model/trust/verification-error.ts';

/** The message is `what`, the name of the key, followed by `reason`. */
export function keyInvalid(what: string, reason: string, cause?: unknown): VerificationError {
  return new VerificationError('ROLE_KEY_INVALID', what, `${what} ${reason}`, { cause });
}
