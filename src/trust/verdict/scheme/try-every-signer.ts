import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type JudgedSigner } from './sigstore-context.ts';

/**
 * Verifies a signature against each signer and returns the first match. Otherwise throws the most telling refusal: one that is not merely about another
 * signer, or IDENTITY_MISMATCH. Errors that are not refusals are thrown at once.
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
    refusals.find(({ code }) => !aboutOtherSigner.has(code)) ??
    refusals[0] ??
    new VerificationError('IDENTITY_REQUIRED', foundAt, 'no trusted signer is named')
  );
}

/** Codes that only mean that another signer made the signature. */
const aboutOtherSigner: ReadonlySet<string> = new Set(['IDENTITY_MISMATCH', 'SIGSTORE_SIGNATURE_INVALID', 'SIGSTORE_EXTENSION_MISMATCH']);
