import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type CosignLayer } from './cosign/cosign-annotations.ts';
import { readCosignAnnotations, readCosignSignature } from './cosign/read-annotations.ts';
import { readSimpleSigning, type SimpleSigning } from './cosign/read-simple-signing.ts';
import { type ExpectedSigner } from './identity/expected-signer.ts';
import { messageOf } from './key/signed-message.ts';
import { type SigstoreContext } from './sigstore-context.ts';
import { type VerifiedIdentity } from './verified-identity.ts';
import { verifySignedMaterial } from './verify-signed-material.ts';

export interface SignedImage {
  readonly digest: Digest;
  /** `registry/repository` for which a signature counts: the image's own, and those that it was copied from. `any` takes every name. */
  readonly repositories: readonly string[] | 'any';
}

/**
 * Verifies cosign's older form: a simple-signing payload whose signature and proofs are annotations of its layer (sigstore/cosign,
 * specs/SIGNATURE_SPEC.md). `object` is where it was found. Throws VerificationError: DIGEST_DIFFERS and SIGSTORE_REFERENCE_DIFFERS where the payload
 * is about another image.
 */
export function verifySimpleSigning(
  image: SignedImage,
  layer: CosignLayer,
  expected: ExpectedSigner,
  context: SigstoreContext,
  object = 'signature',
): VerifiedIdentity {
  const signature = readCosignSignature(layer.annotations, object);
  const material = readCosignAnnotations(layer.annotations, object);
  const assertAbout = (): void => void readPayload(layer, image, object);
  const content = { signed: messageOf(layer.payload), signature, assertAbout };
  const identity = verifySignedMaterial({ object, content, ...material, stamped: signature }, expected, context);
  const { reference, annotations } = readPayload(layer, image, object);
  const signedFor = repositoryOf(reference);
  if (image.repositories !== 'any') assertRepository(reference, image.repositories, object);
  return { ...identity, annotations, ...(signedFor === undefined ? {} : { signedFor }) };
}

/** Throws DIGEST_DIFFERS for a payload that is about another image. */
function readPayload({ payload }: CosignLayer, image: SignedImage, object: string): SimpleSigning {
  const signed = readSimpleSigning(payload, object);
  if (signed.digest === image.digest) return signed;
  throw new VerificationError('DIGEST_DIFFERS', object, `the signature is for ${signed.digest}, not for ${image.digest}`);
}

function assertRepository(reference: string, repositories: readonly string[], object: string): void {
  const signedFor = repositoryOf(reference);
  const wanted = repositories.map((name) => repositoryOf(name) ?? name);
  if (signedFor !== undefined && wanted.includes(signedFor)) return;
  throw new VerificationError(
    'SIGSTORE_REFERENCE_DIFFERS',
    object,
    `it names ${JSON.stringify(reference.slice(0, 120))}, not ${wanted.join(' or ')}`,
  );
}

/** Tags and digests aside, and with Docker Hub's long names; `undefined` for what names no repository. */
function repositoryOf(text: string): string | undefined {
  try {
    const { registry, repository } = parseReference(text);
    return `${registry}/${repository}`;
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}
