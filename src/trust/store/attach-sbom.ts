import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { mediaTypes } from './artifact-kind.ts';
import { makeCosignImage } from './cosign-image.ts';
import { type ArtifactPlace } from './found-artifact.ts';
import { pushBytes, pushReferrer } from './push-referrer.ts';
import { assertReferrersTagFree } from './referrers-tag.ts';
import { type SubjectDescriptor } from './resolve-image.ts';
import { signatureTag } from './signature-tags.ts';

export interface SbomToAttach {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface AttachSbomOptions {
  /** `tag` is where `cosign download sbom` looks; a referrer is found by clients of OCI 1.1. */
  readonly form: 'tag' | 'referrer';
  /** Moves a `.sbom` tag that holds another SBOM. */
  readonly mayReplace: boolean;
}

/**
 * Stores an SBOM beside an image, unsigned, as `cosign attach sbom` does (cosign, specs/SBOM_SPEC.md). Throws ARTIFACT_EXISTS where the tag has another SBOM,
 * which cosign would overwrite: a tag holds one.
 */
export async function attachSbom(
  { repository, subject }: { readonly repository: Repository; readonly subject: SubjectDescriptor },
  sbom: SbomToAttach,
  { form, mayReplace }: AttachSbomOptions,
  runtime: Runtime,
): Promise<ArtifactPlace> {
  if (form === 'tag') return attachByTag(repository, subject.digest, sbom, mayReplace, runtime);
  await assertReferrersTagFree(repository, subject.digest, runtime);
  const layer = { mediaType: sbom.mediaType, payload: sbom.bytes, annotations: new Map<string, string>() };
  const artifact = {
    artifactType: mediaTypes.cosignSbom,
    configType: mediaTypes.cosignSbom,
    layer,
    annotations: new Map<string, string>(),
  };
  const { digest, listedBy } = await pushReferrer(repository, subject, artifact, runtime);
  return { kind: 'referrer', manifest: digest, layer: 0, listedBy };
}

async function attachByTag(
  repository: Repository,
  subject: Digest,
  { bytes, mediaType }: SbomToAttach,
  mayReplace: boolean,
  runtime: Runtime,
): Promise<ArtifactPlace> {
  const tag = signatureTag(subject, 'sbom');
  const { config, manifest } = makeCosignImage([{ mediaType, size: bytes.length, digest: computeDigest('sha256', bytes) }]);
  const present = await repository.findManifest(tag, runtime);
  if (present !== undefined && present.digest !== manifest.digest && !mayReplace)
    throw new PratiqueError('ARTIFACT_EXISTS', `${repository.name}:${tag} already holds another SBOM (${present.digest})`);
  for (const blob of [bytes, config]) await pushBytes(repository, blob, runtime);
  await repository.pushManifest({ ...manifest, tag }, runtime);
  return { kind: 'tag', tag, manifest: manifest.digest, layer: 0 };
}
