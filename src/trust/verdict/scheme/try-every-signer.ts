import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type JudgedSigner } from './sigstore-context.ts';

/**
 * The first of the signers whom a signature verifies for. Throws the refusal that says most: one that is not merely about somebody else, or
 * IDENTITY_MISMATCH. What is no refusal is thrown at once.
 */
export function tryEverySigner(
  signers: readonly JudgedSigner[],
  foundAt: string,
  verify: (signer: JudgedSigner) => VerifiedIdentity,
): VerifiedIdentity {
  const refusals: VerificationError[] = [];
  for (const signer of signers) {
    try {
      return verify(signer);
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      refusals.push(error);
    }
  }
  throw (
    refusals.find(({ code }) => !aboutSomebodyElse.has(code)) ??
    refusals[0] ??
    new VerificationError('IDENTITY_REQUIRED', foundAt, 'nobody is named whose signature counts')
  );
}

/** By another key a signature simply does not fit. */
const aboutSomebodyElse: ReadonlySet<string> = new Set(['IDENTITY_MISMATCH', 'SIGSTORE_SIGNATURE_INVALID', 'SIGSTORE_EXTENSION_MISMATCH']);
