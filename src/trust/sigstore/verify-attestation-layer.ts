import { type Digest } from '../../model/digest.ts';
import { parseEnvelope } from '../dsse/parse-envelope.ts';
import { type CosignLayer } from './cosign/cosign-annotations.ts';
import { readCosignAnnotations } from './cosign/read-annotations.ts';
import { type ExpectedSigner } from './identity/expected-signer.ts';
import { type SigstoreContext } from './sigstore-context.ts';
import { assertSubject } from './statement/assert-subject.ts';
import { readStatement } from './statement/read-statement.ts';
import { toEnvelopeContent } from './to-envelope-content.ts';
import { type VerifiedIdentity } from './verified-identity.ts';
import { verifySignedMaterial } from './verify-signed-material.ts';

/**
 * Verifies cosign's older attestations: an envelope as the layer of an `.att` manifest, with its proofs in annotations (sigstore/cosign,
 * specs/SIGNATURE_SPEC.md). The answer always has a statement. Throws VerificationError, DIGEST_DIFFERS where it is about another image.
 */
export function verifyAttestationLayer(
  digest: Digest,
  layer: CosignLayer,
  expected: ExpectedSigner,
  context: SigstoreContext,
  object = 'attestation',
): VerifiedIdentity {
  const envelope = parseEnvelope(layer.payload, object);
  const material = readCosignAnnotations(layer.annotations, object);
  const assertAbout = (): void => void assertSubject(readStatement(envelope, object), digest, object);
  const content = { ...toEnvelopeContent(envelope, object), storedEnvelope: layer.payload, assertAbout };
  // cosign has the whole envelope time-stamped, for lack of a signature annotation.
  const identity = verifySignedMaterial({ object, content, ...material, stamped: layer.payload }, expected, context);
  const statement = readStatement(envelope, object);
  assertSubject(statement, digest, object);
  return { ...identity, statement };
}
