import { type KeyObject } from 'node:crypto';
import { type Digest } from '../../../model/digest.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type SignatureToStore } from '../../store/store-signature.ts';
import { type ExpectedSigner } from '../identity/expected-signer.ts';
import { toVerificationKey } from '../key/to-verification-key.ts';
import { type SigstoreContext } from '../sigstore-context.ts';

/** By whom a signature that was just made must verify. */
export type OwnSigner = { readonly kind: 'key'; readonly publicKey: KeyObject } | { readonly kind: 'identity'; readonly issuer: string };

/**
 * Verifies a new signature as any verifier will, before it is published. Throws SIGNING_FAILED when it does not: the trusted root is another one than that of
 * the services, or one of them answered wrongly.
 */
export async function checkSignature(
  digest: Digest,
  signature: SignatureToStore,
  signer: OwnSigner,
  context: SigstoreContext,
): Promise<void> {
  const expected: ExpectedSigner =
    signer.kind === 'key'
      ? { kind: 'key', key: toVerificationKey(signer.publicKey), name: 'the key that signed' }
      : // The authority chose the subject from the token. That it is ours is known from the key, which was made for this run.
        { kind: 'certificate', issuer: { kind: 'exact', text: signer.issuer }, subject: { kind: 'any' } };
  try {
    await verify(digest, signature, expected, context);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new PratiqueError('SIGNING_FAILED', `the signature would not verify: ${error.message} (${error.code})`, {
      cause: error,
      hint: 'nothing was published; pass the trusted root of the services that were used',
    });
  }
}

/** Loaded like this, the readers of bundles are in the same chunks as for `verify`. */
async function verify(digest: Digest, signature: SignatureToStore, expected: ExpectedSigner, context: SigstoreContext): Promise<void> {
  switch (signature.kind) {
    case 'sigstore-bundle': {
      const { verifyBundle } = await import('../verify-bundle.ts');
      verifyBundle({ digest }, signature.payload, expected, context);
      return;
    }
    case 'simple-signing': {
      const { verifySimpleSigning } = await import('../verify-simple-signing.ts');
      verifySimpleSigning({ digest, repositories: 'any' }, signature, expected, context);
      return;
    }
    case 'dsse-attestation': {
      const { verifyAttestationLayer } = await import('../verify-attestation-layer.ts');
      verifyAttestationLayer(digest, signature, expected, context);
      return;
    }
    case 'notation':
      throw new Error('a Notation signature is not made here');
  }
}
