/**
 * The kind of an artifact attached to an image. `simple-signing`: cosign's classic signature, where the payload is what was signed and annotations hold the
 * signature; `dsse-attestation`: an envelope with an in-toto statement; `sigstore-bundle`: either of them with its verification material; `notation`: a
 * Notary Project envelope; `sbom`: an unsigned SBOM; `other`: everything else.
 */
export type ArtifactKind = 'simple-signing' | 'dsse-attestation' | 'sigstore-bundle' | 'notation' | 'sbom' | 'other';

export const signatureKinds: ReadonlySet<ArtifactKind> = new Set(['simple-signing', 'dsse-attestation', 'sigstore-bundle', 'notation']);

/** cosign, specs/SIGNATURE_SPEC.md, ATTESTATION_SPEC.md, BUNDLE_SPEC.md, SBOM_SPEC.md and internal/pkg/oci/remote; notaryproject, signature-specification.md. */
export const mediaTypes = {
  simpleSigning: 'application/vnd.dev.cosign.simplesigning.v1+json',
  dsseEnvelope: 'application/vnd.dsse.envelope.v1+json',
  bundle: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  notation: 'application/vnd.cncf.notary.signature',
  inToto: 'application/vnd.in-toto+json',
  cosignSignature: 'application/vnd.dev.cosign.artifact.sig.v1+json',
  cosignAttestation: 'application/vnd.dev.cosign.artifact.att.v1+json',
  cosignSbom: 'application/vnd.dev.cosign.artifact.sbom.v1+json',
  jose: 'application/jose+json',
  cose: 'application/cose',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  imageConfig: 'application/vnd.oci.image.config.v1+json',
  empty: 'application/vnd.oci.empty.v1+json',
} as const;

/** The kind by the artifact's own type; `undefined` when that type says nothing and the payload type decides. */
export function kindOfArtifact(artifactType: string): ArtifactKind | undefined {
  if (meaningless.has(artifactType)) return undefined;
  return kindByArtifactType.get(artifactType) ?? kindOfPayload(artifactType);
}

/** The kind by the payload type; envelope types that several formats use are distinguished by the artifact type. */
export function kindOf(payloadType: string, artifactType: string): ArtifactKind {
  const isEnvelope = payloadType === mediaTypes.jose || payloadType === mediaTypes.cose;
  if (isEnvelope) return artifactType === mediaTypes.notation ? 'notation' : 'other';
  const kind = kindOfPayload(payloadType);
  return kind === 'other' && artifactType === mediaTypes.cosignSbom ? 'sbom' : kind;
}

/** Configuration types that say nothing, used by manifests without an artifact type of their own. */
const meaningless: ReadonlySet<string> = new Set(['', mediaTypes.imageConfig, mediaTypes.empty]);

const kindByArtifactType: ReadonlyMap<string, ArtifactKind> = new Map<string, ArtifactKind>([
  [mediaTypes.cosignSignature, 'simple-signing'],
  [mediaTypes.cosignAttestation, 'dsse-attestation'],
  [mediaTypes.inToto, 'dsse-attestation'],
  [mediaTypes.cosignSbom, 'sbom'],
  [mediaTypes.notation, 'notation'],
]);

function kindOfPayload(type: string): ArtifactKind {
  if (type === mediaTypes.simpleSigning) return 'simple-signing';
  if (type === mediaTypes.dsseEnvelope) return 'dsse-attestation';
  // v0.1 and v0.2 give their version as a parameter; from v0.3 on it is part of the name (protobuf-specs, sigstore_bundle.proto).
  if (/^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d+\.\d+)?\+json(?:;\s*version=\d+\.\d+)?$/.test(type)) return 'sigstore-bundle';
  return sbomPattern.test(type) ? 'sbom' : 'other';
}

const sbomPattern = /^(?:text\/spdx|application\/spdx|application\/vnd\.cyclonedx|application\/vnd\.syft)(?:\+json|\+xml)?$/;
