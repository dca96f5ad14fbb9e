import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { kindOf, signatureKinds } from './artifact-kind.ts';
import { type ArtifactManifest, type ArtifactPart } from './artifact-manifest.ts';
import { purposeOf } from './artifact-purpose.ts';
import { type SubjectReader } from './signed-subjects.ts';

export interface PayloadPlace {
  readonly repository: RepositoryReader & RepositoryListing;
  readonly readSubjects: SubjectReader;
  /** Tag or digest of the artifact. */
  readonly object: string;
  /** The image that the artifact is attached to. */
  readonly subject: Digest;
}

export interface PayloadProblem {
  readonly code: 'MISSING_PAYLOAD' | 'GRAFTED_SIGNATURE' | 'GRAFTED_ATTESTATION';
  readonly message: string;
}

/**
 * Whether a payload exists and was signed for the image it is attached to: one that was copied from another image is grafted. Throws VerificationError and
 * the codes of `contentFaults` for a payload that cannot be read.
 */
export async function checkPayload(
  { repository, readSubjects, object, subject }: PayloadPlace,
  { artifactType, annotations }: ArtifactManifest,
  layer: ArtifactPart,
  runtime: Runtime,
): Promise<PayloadProblem | undefined> {
  const { mediaType, digest } = layer;
  if (!(await repository.hasBlob(digest, runtime))) return { code: 'MISSING_PAYLOAD', message: `${digest} does not exist` };
  const kind = kindOf(mediaType, artifactType);
  if (!signatureKinds.has(kind)) return undefined;
  const bytes = await repository.readBlob(layer, limits.signatureBytes, runtime);
  const signed = await readSubjects({ kind, mediaType, bytes, object });
  if (signed === undefined || signed.has(subject)) return undefined;
  const message = `it is attached to ${subject}, and was signed for ${[...signed].slice(0, 3).join(', ')}`;
  const purpose = purposeOf({ kind, manifestAnnotations: annotations });
  return { code: purpose === 'attestation' ? 'GRAFTED_ATTESTATION' : 'GRAFTED_SIGNATURE', message };
}
