import { type Digest, digestAlgorithm, digestHex } from '../../model/digest.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Bundle, type MessageSignature, readBundle } from './bundle/read-bundle.ts';
import { type ExpectedSigner } from './identity/expected-signer.ts';
import { messageByDigest } from './key/message-by-digest.ts';
import { messageOf } from './key/signed-message.ts';
import { type SigstoreContext } from './sigstore-context.ts';
import { type SignedContent } from './signed-material.ts';
import { assertSubject } from './statement/assert-subject.ts';
import { readStatement } from './statement/read-statement.ts';
import { toEnvelopeContent } from './to-envelope-content.ts';
import { type VerifiedIdentity } from './verified-identity.ts';
import { verifySignedMaterial } from './verify-signed-material.ts';

/** What should have been signed: an image's manifest, a file. */
export interface SignedArtifact {
  readonly digest: Digest;
  /** Without them the digest has to do: `key/message-by-digest.ts` lists the bundles for which it does not. */
  readonly bytes?: Uint8Array;
}

/**
 * Verifies a bundle, v0.1 to v0.3 (sigstore_bundle.proto), and answers who signed the artifact. `object` is where the bundle was found, for
 * refusals. Throws VerificationError, and PratiqueError where the caller gave too little to judge by.
 */
export function verifyBundle(
  artifact: SignedArtifact,
  bytes: Uint8Array,
  expected: ExpectedSigner,
  context: SigstoreContext,
  object = 'bundle',
): VerifiedIdentity {
  const bundle = readBundle(bytes, object);
  const content = toContent(bundle, artifact, object);
  const { signer, logEntries, timestamps } = bundle;
  const statement = content.envelope === undefined ? undefined : readStatement(content.envelope, object);
  const subject = statement === undefined ? undefined : assertSubject(statement, artifact.digest, object);
  const identity = verifySignedMaterial({ object, content, signer, logEntries, timestamps, stamped: content.signature }, expected, context);
  return {
    ...identity,
    ...(statement === undefined ? {} : { statement }),
    ...(subject === undefined ? {} : { annotations: subject.annotations }),
  };
}

function toContent({ content, signer }: Bundle, artifact: SignedArtifact, object: string): SignedContent {
  if (content.kind === 'message') return toMessage(content, artifact, object);
  return toEnvelopeContent(content.envelope, object, signer.kind === 'key' ? signer.hint : undefined);
}

function toMessage({ signature, digest }: MessageSignature, { digest: wanted, bytes }: SignedArtifact, object: string): SignedContent {
  const signed = bytes === undefined ? messageByDigest(wanted, object) : messageOf(bytes);
  if (!signed.hasDigest(digestAlgorithm(wanted), Buffer.from(digestHex(wanted), 'hex')))
    throw new VerificationError('DIGEST_DIFFERS', object, `the content is not ${wanted}`);
  if (digest !== undefined && !signed.hasDigest(digest.algorithm, digest.digest))
    throw new VerificationError(
      'DIGEST_DIFFERS',
      object,
      `the bundle is for ${digest.algorithm}:${digest.digest.toString('hex')}, not for ${wanted}`,
    );
  return { signed, signature };
}
