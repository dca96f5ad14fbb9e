import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type JudgedSigner } from './read-signers.ts';

/**
 * Verifies a signature against each signer and returns the first match. Otherwise throws the most telling refusal: one that is about more than another
 * signer. Errors that are not refusals are thrown at once.
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
  const telling = refusals.find(({ signedBy }) => signedBy === undefined);
  if (telling !== undefined) throw telling;
  const [first, ...others] = refusals;
  if (first === undefined) throw new VerificationError('IDENTITY_REQUIRED', foundAt, 'no trusted signer is named');
  const rest = others.length === 0 ? '' : `, nor by the ${others.length} other trusted signer${others.length === 1 ? '' : 's'}`;
  const { code, object, message, signedBy = '' } = first;
  throw new VerificationError(code, object, `${message}${rest}`, { cause: first, signedBy });
}
