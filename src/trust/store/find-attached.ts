import { type Digest, isDigest } from '../../model/digest.ts';
import { type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type ArtifactKind } from './artifact-kind.ts';
import { type ArtifactPurpose, purposeOf } from './artifact-purpose.ts';
import { choosePlatform } from './choose-platform.ts';
import { findSignatures } from './find-signatures.ts';
import { type FoundArtifact, type FoundArtifacts } from './found-artifact.ts';
import { resolveImage } from './resolve-image.ts';

export interface AttachedArtifacts extends Pick<FoundArtifacts, 'unreadable' | 'stoppedAt'> {
  /** What they are attached to. */
  readonly subject: Digest;
  readonly artifacts: readonly FoundArtifact[];
}

export interface WantedAttachments {
  readonly purpose: Exclude<ArtifactPurpose, 'other'>;
  /** Of an index; the index itself when absent. */
  readonly platform?: Platform;
}

const kindsFor: Readonly<Record<WantedAttachments['purpose'], readonly ArtifactKind[]>> = {
  signature: ['simple-signing', 'sigstore-bundle', 'notation'],
  attestation: ['dsse-attestation', 'sigstore-bundle'],
  sbom: ['sbom'],
};

/**
 * What an image has of one purpose. The image itself need not exist where it is named by digest: what was attached to it does. Nothing is verified. Throws
 * ARTIFACT_NOT_FOUND where there is nothing, and PLATFORM_NOT_FOUND.
 */
export async function findAttached(
  repository: RepositoryReader & RepositoryListing,
  tagOrDigest: string,
  { purpose, platform }: WantedAttachments,
  runtime: Runtime,
): Promise<AttachedArtifacts> {
  const subject = await chooseSubject(repository, tagOrDigest, platform, runtime);
  const found = await findSignatures({ repository, digest: subject }, { kinds: new Set(kindsFor[purpose]) }, runtime);
  const artifacts = found.artifacts.filter(
    (artifact) => purposeOf(artifact) === purpose || (purpose === 'attestation' && isStatement(artifact)),
  );
  if (artifacts.length === 0 && found.unreadable.length === 0)
    throw new PratiqueError('ARTIFACT_NOT_FOUND', `${repository.name}@${subject} has no ${purpose === 'sbom' ? 'SBOM' : purpose}`);
  const { unreadable, stoppedAt } = found;
  return { subject, artifacts, unreadable, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

/** cosign 3 signs images with in-toto statements, and its "download attestation" writes them too. */
function isStatement({ kind, manifestAnnotations }: FoundArtifact): boolean {
  return kind === 'sigstore-bundle' && manifestAnnotations.get('dev.sigstore.bundle.content') === 'dsse-envelope';
}

async function chooseSubject(
  repository: RepositoryReader & RepositoryListing,
  tagOrDigest: string,
  platform: Platform | undefined,
  runtime: Runtime,
): Promise<Digest> {
  if (platform === undefined && isDigest(tagOrDigest)) return tagOrDigest;
  const image = await resolveImage(repository, tagOrDigest, runtime);
  if (platform === undefined || !image.isIndex) return image.digest;
  return (await choosePlatform(image, platform, repository, runtime)).image.digest;
}
