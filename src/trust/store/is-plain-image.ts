import { type ArtifactKind, kindOf, signatureKinds } from './artifact-kind.ts';
import { type ArtifactManifest } from './artifact-manifest.ts';

const artifactKinds: ReadonlySet<ArtifactKind> = new Set<ArtifactKind>([...signatureKinds, 'sbom']);

/**
 * True for a listed manifest that names no subject and holds nothing that was signed. cosign appends its signatures to the index that `cosign copy` left
 * under the fallback tag, so the platforms of the image are listed with them.
 */
export function isPlainImage({ subject, artifactType, layers }: ArtifactManifest): boolean {
  return subject === undefined && !layers.some(({ mediaType }) => artifactKinds.has(kindOf(mediaType, artifactType)));
}
