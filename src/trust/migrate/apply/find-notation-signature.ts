import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeNotationPolicyStatement } from '../../notation/policy/decode-notation-trust-policy.ts';
import { offlineRevocationFetcher } from '../../notation/revocation/revocation-fetcher.ts';
import { type NotationSigner } from '../../notation/sign/notation-signer.ts';
import { verifyNotation } from '../../notation/verify-notation.ts';
import { contentFaults } from '../../store/content-faults.ts';
import { findSignatures } from '../../store/find-signatures.ts';
import { type ImageToSign } from './resigner.ts';

/** Whoever signs with a certificate decides about its revocation; every other check is the one that verifiers make. */
const statement = decodeNotationPolicyStatement(
  {
    name: 'migration',
    registryScopes: ['*'],
    signatureVerification: { level: 'strict', override: { revocation: 'skip' } },
    trustStores: ['ca:migration'],
    trustedIdentities: ['*'],
  },
  'the migration',
);

/** Where the image has a valid signature by the signer's own certificate, such as one that another machine made. */
export async function findNotationSignature(
  { subject, repository }: Pick<ImageToSign, 'subject' | 'repository'>,
  { chain }: NotationSigner,
  fingerprint: string,
  runtime: Runtime,
): Promise<string | undefined> {
  const root = chain.at(-1) ?? chain[0];
  const options = { trustStore: { readCertificates: () => Promise.resolve([root]) }, revocationFetcher: offlineRevocationFetcher };
  const found = await findSignatures({ repository, digest: subject.digest }, { kinds: new Set(['notation']) }, runtime);
  for (const artifact of found.artifacts) {
    const { foundAt, mediaType } = artifact;
    try {
      const outcome = await verifyNotation(
        { bytes: await artifact.load(runtime), mediaType, foundAt },
        subject,
        statement,
        options,
        runtime,
      );
      if (outcome.kind === 'trusted' && outcome.signature.signer.certificateFingerprint === fingerprint) return foundAt;
    } catch (error) {
      // A signature by another certificate, or a damaged one, does not replace the new one.
      if (!(error instanceof VerificationError || (error instanceof PratiqueError && contentFaults.has(error.code)))) throw error;
    }
  }
  return undefined;
}
