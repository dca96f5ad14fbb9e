import { signaturePredicateType } from '../../model/trust/signature-predicate-type.ts';
import { type FoundArtifact } from './found-artifact.ts';

export type ArtifactPurpose = 'signature' | 'attestation' | 'sbom' | 'other';

/** The purpose of an artifact. For a bundle it comes from an annotation, which the signature does not cover. */
export function purposeOf({ kind, manifestAnnotations }: Pick<FoundArtifact, 'kind' | 'manifestAnnotations'>): ArtifactPurpose {
  if (kind === 'simple-signing' || kind === 'notation') return 'signature';
  if (kind === 'dsse-attestation') return 'attestation';
  if (kind === 'sbom' || kind === 'other') return kind;
  const predicateType = manifestAnnotations.get('dev.sigstore.bundle.predicateType');
  const isEnvelope = manifestAnnotations.get('dev.sigstore.bundle.content') === 'dsse-envelope';
  // cosign 3 signs images with an in-toto statement whose predicate type is its own.
  return isEnvelope && predicateType !== signaturePredicateType ? 'attestation' : 'signature';
}
