import { type FoundArtifact } from './found-artifact.ts';

export type ArtifactPurpose = 'signature' | 'attestation' | 'sbom' | 'other';

/** What an artifact is for. A bundle says so in an annotation, which its signature does not cover. */
export function purposeOf({ kind, manifestAnnotations }: Pick<FoundArtifact, 'kind' | 'manifestAnnotations'>): ArtifactPurpose {
  if (kind === 'simple-signing' || kind === 'notation') return 'signature';
  if (kind === 'dsse-attestation') return 'attestation';
  if (kind === 'sbom' || kind === 'other') return kind;
  const predicateType = manifestAnnotations.get('dev.sigstore.bundle.predicateType');
  const isEnvelope = manifestAnnotations.get('dev.sigstore.bundle.content') === 'dsse-envelope';
  // cosign 3 signs images by a statement with a predicate type of its own.
  return isEnvelope && predicateType !== 'https://sigstore.dev/cosign/sign/v1' ? 'attestation' : 'signature';
}
