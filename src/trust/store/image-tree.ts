import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type ArtifactKind } from './artifact-kind.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { type ArtifactPurpose, purposeOf } from './artifact-purpose.ts';
import { contentFaults } from './content-faults.ts';
import { findSignatures } from './find-signatures.ts';
import { type FoundArtifact, type UnreadableArtifact } from './found-artifact.ts';
import { resolveImage, type SubjectDescriptor } from './resolve-image.ts';
import { trustMetadataTag } from './trust-metadata-tag.ts';

/** An image and its artifacts. Nothing is verified. */
export interface ImageTree {
  readonly name: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  readonly beside: BesideImage;
  /** True where the repository has trust metadata, which sign its tags; they are the same for every image of it. */
  readonly hasTrustMetadata: boolean;
  /** The platforms of an index, in its order. */
  readonly platforms: readonly PlatformTree[];
}

export interface PlatformTree {
  readonly digest: Digest;
  readonly platform?: Platform;
  readonly beside: BesideImage;
}

export interface BesideImage {
  readonly artifacts: readonly TreeArtifact[];
  readonly unreadable: readonly UnreadableArtifact[];
  /** As in `FoundArtifacts`. */
  readonly notes: readonly string[];
  readonly stoppedAt?: string;
}

export interface TreeArtifact {
  readonly purpose: ArtifactPurpose;
  readonly kind: ArtifactKind | 'buildkit-attestation';
  /** `tag …`, `referrer …` or `index`. */
  readonly foundAt: string;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly artifactType?: string;
  /** The predicate type by the annotation, which the signature does not cover. */
  readonly predicateType?: string;
  readonly created?: string;
}

const allKinds: ReadonlySet<ArtifactKind> = new Set<ArtifactKind>([
  'simple-signing',
  'dsse-attestation',
  'sigstore-bundle',
  'notation',
  'sbom',
  'other',
]);

/** Reads the artifacts of an image, or of an index and each of its platforms. Throws what reading and listing throw. */
export async function readImageTree(
  repository: RepositoryReader & RepositoryListing,
  tagOrDigest: string,
  runtime: Runtime,
): Promise<ImageTree> {
  const { digest, mediaType, size, platforms, attestations } = await resolveImage(repository, tagOrDigest, runtime);
  const trees: PlatformTree[] = [];
  for (const { digest: child, platform } of platforms) {
    const beside = await readBeside(repository, child, runtime);
    const own: TreeArtifact[] = [];
    for (const attestation of attestations.filter(({ about }) => about === child))
      own.push(...(await readBuildKit(repository, attestation, runtime)));
    const artifacts = [...beside.artifacts, ...own];
    trees.push({ digest: child, beside: { ...beside, artifacts }, ...(platform === undefined ? {} : { platform }) });
  }
  return {
    name: repository.name,
    digest,
    mediaType,
    size,
    beside: await readBeside(repository, digest, runtime),
    hasTrustMetadata: (await repository.findManifest(trustMetadataTag, runtime)) !== undefined,
    platforms: trees,
  };
}

const bundlePredicate = 'dev.sigstore.bundle.predicateType';

async function readBeside(repository: RepositoryReader & RepositoryListing, digest: Digest, runtime: Runtime): Promise<BesideImage> {
  const found = await findSignatures({ repository, digest }, { kinds: allKinds }, runtime);
  return { ...found, artifacts: found.artifacts.map(describe) };
}

function describe(artifact: FoundArtifact): TreeArtifact {
  const { kind, foundAt, mediaType, digest, size, artifactType, annotations, manifestAnnotations } = artifact;
  const predicateType = annotations.get('predicateType') ?? manifestAnnotations.get(bundlePredicate);
  const created = manifestAnnotations.get('org.opencontainers.image.created');
  return {
    purpose: purposeOf(artifact),
    kind,
    foundAt,
    mediaType,
    digest,
    size,
    ...(artifactType === '' ? {} : { artifactType }),
    ...(predicateType === undefined ? {} : { predicateType }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Reads BuildKit's unsigned attestations, which are manifests of the index (BuildKit, docs/attestations/attestation-storage.md). */
async function readBuildKit(
  repository: RepositoryReader,
  { digest, size }: SubjectDescriptor,
  runtime: Runtime,
): Promise<readonly TreeArtifact[]> {
  try {
    const { bytes } = await repository.readManifest(digest, runtime);
    verifySize(bytes, size, `attestation manifest ${digest}`);
    const { layers } = decodeArtifact(bytes, `attestation manifest ${digest}`, limits.signatures);
    return layers.map((layer) => {
      const predicateType = layer.annotations.get('in-toto.io/predicate-type');
      return {
        purpose: 'attestation',
        kind: 'buildkit-attestation',
        foundAt: `index, manifest ${digest}`,
        mediaType: layer.mediaType,
        digest: layer.digest,
        size: layer.size,
        ...(predicateType === undefined ? {} : { predicateType }),
      };
    });
  } catch (error) {
    if (error instanceof PratiqueError && contentFaults.has(error.code)) return [];
    throw error;
  }
}
