import { type Digest } from '../../model/digest.ts';
import { type Platform } from '../../model/platform.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { purposeOf } from './artifact-purpose.ts';
import { choosePlatform } from './choose-platform.ts';
import { findBuildKitAttestations } from './find-buildkit-attestations.ts';
import { findSignatures } from './find-signatures.ts';
import { type UnreadableArtifact } from './found-artifact.ts';
import { resolveImage } from './resolve-image.ts';

/** What may be an SBOM of an image: an attestation of any type, or a plain document. Nothing is verified but digests. */
export interface SbomCandidate {
  readonly foundAt: string;
  readonly load: (runtime: Runtime) => Promise<Uint8Array>;
}

export interface SbomCandidates {
  /** The image of the platform. */
  readonly subject: Digest;
  /** Attestations first, then attached documents, then BuildKit's attestations in the index. */
  readonly candidates: readonly SbomCandidate[];
  readonly unreadable: readonly UnreadableArtifact[];
  readonly stoppedAt?: string;
}

/** Finds what describes the image of a platform: in cosign's tags, among referrers and in BuildKit's attestation manifests. Throws what reading throws. */
export async function findSboms(
  repository: RepositoryReader & RepositoryListing,
  tagOrDigest: string,
  platform: Platform,
  runtime: Runtime,
): Promise<SbomCandidates> {
  const named = await resolveImage(repository, tagOrDigest, runtime);
  const subject = named.isIndex ? (await choosePlatform(named, platform, repository, runtime)).image.digest : named.digest;
  const kinds = new Set(['dsse-attestation', 'sigstore-bundle', 'sbom'] as const);
  const { artifacts, unreadable, stoppedAt } = await findSignatures({ repository, digest: subject }, { kinds }, runtime);
  const attestations = artifacts.filter(({ kind }) => kind !== 'sbom');
  const documents = artifacts.filter((artifact) => purposeOf(artifact) === 'sbom');
  const ofBuildKit = await findBuildKitAttestations(repository, named, subject, /spdx|cyclonedx/i, runtime);
  return {
    subject,
    candidates: [...attestations, ...documents, ...ofBuildKit.candidates],
    unreadable: [...unreadable, ...ofBuildKit.unreadable],
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  };
}
