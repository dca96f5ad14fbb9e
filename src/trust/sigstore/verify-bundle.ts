import { createHash } from 'node:crypto';
import { type Digest, digestAlgorithm, digestHex } from '../../model/digest.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Bundle, type MessageSignature, readBundle } from './bundle/read-bundle.ts';
import { type ExpectedSigner } from './identity/expected-signer.ts';
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
  /** Needed for bundles that sign the bytes themselves instead of a statement about their digest. */
  readonly bytes?: Uint8Array;
}

/**
 * Verifies a bundle, v0.1 to v0.3 (sigstore_bundle.proto), and answers who signed the artifact. `object` is where the bundle lies, for
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
  if (statement !== undefined) assertSubject(statement, artifact.digest, object);
  const identity = verifySignedMaterial({ object, content, signer, logEntries, timestamps, stamped: content.signature }, expected, context);
  return { ...identity, ...(statement === undefined ? {} : { statement }) };
}

function toContent({ content, keyHint }: Bundle, artifact: SignedArtifact, object: string): SignedContent {
  if (content.kind === 'message') return toMessage(content, artifact, object);
  return toEnvelopeContent(content.envelope, object, keyHint);
}

function toMessage({ signature, digest }: MessageSignature, { digest: wanted, bytes }: SignedArtifact, object: string): SignedContent {
  if (bytes === undefined)
    throw new VerificationError(
      'SIGSTORE_CONTENT_REQUIRED',
      object,
      'the bundle signs the content itself, of which only the digest is known',
    );
  if (!isDigestOf(digestAlgorithm(wanted), Buffer.from(digestHex(wanted), 'hex'), bytes))
    throw new VerificationError('DIGEST_DIFFERS', object, `the content is not ${wanted}`);
  if (digest !== undefined && !isDigestOf(digest.algorithm, digest.digest, bytes))
    throw new VerificationError(
      'DIGEST_DIFFERS',
      object,
      `the bundle is about ${digest.algorithm}:${digest.digest.toString('hex')}, not about ${wanted}`,
    );
  return { signed: bytes, signature };
}

function isDigestOf(algorithm: 'sha256' | 'sha384' | 'sha512', digest: Buffer, bytes: Uint8Array): boolean {
  return createHash(algorithm).update(bytes).digest().equals(digest);
}
