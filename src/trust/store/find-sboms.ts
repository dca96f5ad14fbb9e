import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { purposeOf } from './artifact-purpose.ts';
import { choosePlatform } from './choose-platform.ts';
import { findSignatures } from './find-signatures.ts';
import { type UnreadableArtifact } from './found-artifact.ts';
import { resolveImage, type ResolvedImage } from './resolve-image.ts';

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
  const ofBuildKit = await findBuildKit(repository, named, subject, runtime);
  return {
    subject,
    candidates: [...attestations, ...documents, ...ofBuildKit.candidates],
    unreadable: [...unreadable, ...ofBuildKit.unreadable],
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  };
}

/** BuildKit, docs/attestations/attestation-storage.md: manifests of the index whose layers are statements. */
async function findBuildKit(
  repository: RepositoryReader,
  { attestations }: ResolvedImage,
  subject: Digest,
  runtime: Runtime,
): Promise<Pick<SbomCandidates, 'candidates' | 'unreadable'>> {
  const candidates: SbomCandidate[] = [];
  const unreadable: UnreadableArtifact[] = [];
  for (const { digest, size } of attestations.filter(({ about }) => about === subject)) {
    const foundAt = `index, manifest ${digest}`;
    try {
      const { bytes } = await repository.readManifest(digest, runtime);
      verifySize(bytes, size, `attestation manifest ${digest}`);
      const { layers } = decodeArtifact(bytes, `attestation manifest ${digest}`, limits.signatures);
      for (const layer of layers)
        if (/spdx|cyclonedx/i.test(layer.annotations.get('in-toto.io/predicate-type') ?? ''))
          candidates.push({ foundAt, load: (later) => repository.readBlob(layer, limits.signatureBytes, later) });
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      unreadable.push({ foundAt, manifest: digest, message: error.message });
    }
  }
  return { candidates, unreadable };
}
