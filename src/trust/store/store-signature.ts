import { type Runtime } from '../../model/runtime.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { appendToTag } from './append-to-tag.ts';
import { mediaTypes } from './artifact-kind.ts';
import { type ArtifactPlace } from './found-artifact.ts';
import { type ArtifactToPush, pushReferrer } from './push-referrer.ts';
import { type SubjectDescriptor } from './resolve-image.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';

/** A new signature or attestation. */
export type SignatureToStore =
  | {
      readonly kind: 'simple-signing';
      /** What was signed. */
      readonly payload: Uint8Array;
      /** `dev.cosignproject.cosign/signature`, and the certificate, chain, bundle and timestamp if any. */
      readonly annotations: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'dsse-attestation';
      /** The envelope. */
      readonly payload: Uint8Array;
      readonly predicateType: string;
      /** Certificate, chain, bundle and timestamp if any. */
      readonly annotations: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'sigstore-bundle';
      /** JSON, version 0.3. */
      readonly payload: Uint8Array;
      readonly content: 'message-signature' | 'dsse-envelope';
      /** Predicate type of the statement in a `dsse-envelope`. */
      readonly predicateType?: string;
    }
  | {
      readonly kind: 'notation';
      readonly payload: Uint8Array;
      readonly mediaType: 'application/jose+json' | 'application/cose';
      /** SHA-256 of each certificate in hexadecimal, the leaf first and the root last. */
      readonly thumbprints: readonly string[];
    };

export interface StoreOptions {
  /** `tag` is cosign's classic layout, for its own two kinds. Bundles and Notation signatures are always referrers. Default: `referrer`. */
  readonly form?: 'tag' | 'referrer';
}

/**
 * Stores a signature with the image it signs, in the form that cosign and Notation read, and returns the place. Signatures that other clients store
 * meanwhile are kept, and nothing is stored twice: the same signature with another timestamp, log entry or certificate is not the same. Throws LIMIT_EXCEEDED when the image already has the most signatures that are read, and REGISTRY_*.
 */
export async function storeSignature(
  image: { readonly repository: Repository; readonly subject: SubjectDescriptor },
  signature: SignatureToStore,
  options: StoreOptions,
  runtime: Runtime,
): Promise<ArtifactPlace> {
  const { repository, subject } = image;
  if (options.form === 'tag' && signature.kind === 'simple-signing') {
    const layer = { mediaType: mediaTypes.simpleSigning, payload: signature.payload, annotations: signature.annotations };
    return appendToTag({ repository, subject: subject.digest, suffix: 'sig' }, layer, runtime);
  }
  if (options.form === 'tag' && signature.kind === 'dsse-attestation') {
    // cosign, specs/ATTESTATION_SPEC.md: the signatures are in the envelope, and the annotation exists but is empty.
    const own: [string, string][] = [
      [signatureAnnotation, ''],
      ['predicateType', signature.predicateType],
    ];
    const annotations = new Map([...own, ...signature.annotations]);
    return appendToTag(
      { repository, subject: subject.digest, suffix: 'att' },
      { mediaType: mediaTypes.dsseEnvelope, payload: signature.payload, annotations },
      runtime,
    );
  }
  const pushed = await pushReferrer(repository, subject, artifactOf(signature, runtime.now()), runtime);
  return { kind: 'referrer', manifest: pushed.digest, layer: 0, listedBy: pushed.listedBy };
}

const signatureAnnotation = 'dev.cosignproject.cosign/signature';

/** Each kind in the form of its specification. */
function artifactOf(signature: SignatureToStore, now: Date): ArtifactToPush {
  const created = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const { payload } = signature;
  switch (signature.kind) {
    // cosign, internal/pkg/oci/remote: its first form of referrers, which gives its type as the configuration's.
    case 'simple-signing':
      return {
        artifactType: mediaTypes.cosignSignature,
        configType: mediaTypes.cosignSignature,
        layer: { mediaType: mediaTypes.simpleSigning, payload, annotations: signature.annotations },
        annotations: new Map(),
      };
    case 'dsse-attestation': {
      const annotations = new Map([['predicateType', signature.predicateType], ...signature.annotations]);
      return {
        artifactType: mediaTypes.inToto,
        configType: mediaTypes.empty,
        layer: { mediaType: mediaTypes.dsseEnvelope, payload, annotations },
        annotations: new Map([[createdAnnotation, created]]),
      };
    }
    // cosign, specs/BUNDLE_SPEC.md
    case 'sigstore-bundle': {
      const title = `${computeDigest('sha256', payload).replace(':', '-')}.sigstore.json`;
      const about: [string, string][] = [
        ['dev.sigstore.bundle.content', signature.content],
        ...(signature.predicateType === undefined
          ? []
          : [['dev.sigstore.bundle.predicateType', signature.predicateType] as [string, string]]),
        [createdAnnotation, created],
      ];
      return {
        artifactType: mediaTypes.bundle,
        configType: mediaTypes.empty,
        layer: { mediaType: mediaTypes.bundle, payload, annotations: new Map([['org.opencontainers.image.title', title]]) },
        annotations: new Map(about),
      };
    }
    // notaryproject, specs/signature-specification.md, "Storage"
    case 'notation':
      return {
        // notaryproject, signature-specification.md, storage: with an artifact type the configuration is the empty one; notation refuses any other.
        artifactType: mediaTypes.notation,
        configType: mediaTypes.empty,
        layer: { mediaType: signature.mediaType, payload, annotations: new Map() },
        annotations: new Map([
          ['io.cncf.notary.x509chain.thumbprint#S256', JSON.stringify(signature.thumbprints)],
          [createdAnnotation, created],
        ]),
      };
  }
}

const createdAnnotation = 'org.opencontainers.image.created';
