import { type TrustedSignature } from '../../../model/trust/trust-verdict.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type SignedContent } from '../verify-subject.ts';

/** A sigstore signature as the verdict shows it. It covers content, never a tag. */
export function toSignature(
  { signer, trustRoot, signedAt }: VerifiedIdentity,
  { digest }: SignedContent,
  foundAt: string,
): TrustedSignature {
  return { scheme: 'sigstore', signer, digest, foundAt, trustRoot, ...(signedAt === undefined ? {} : { signedAt }) };
}
