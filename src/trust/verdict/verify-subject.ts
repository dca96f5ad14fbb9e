import { type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { findPlatform, type ResolvedImage, type SubjectDescriptor } from '../store/resolve-image.ts';
import { type ArtifactKind } from '../store/artifact-kind.ts';
import { type FoundArtifacts } from '../store/found-artifact.ts';

/** What is to be verified: content by its digest, and where its signatures lie. */
export interface VerifySubject {
  /** Absent for a layout on disk. */
  readonly reference?: ImageReference;
  /** What was asked about, first what is to be pulled; a platform's manifest is followed by the index that lists it. */
  readonly contents: readonly [SignedContent, ...SignedContent[]];
  /** What lies beside one of the contents; each is looked for once. */
  findArtifacts(content: SignedContent, kinds: ReadonlySet<ArtifactKind>, runtime: Runtime): Promise<FoundArtifacts>;
}

export interface SignedContent extends SubjectDescriptor {
  readonly bytes: Uint8Array;
}

/** Makes the subject of a resolved image: itself, or one platform of it and it. Throws PLATFORM_NOT_FOUND. */
export async function chooseContents(
  image: ResolvedImage,
  platform: Platform | undefined,
  repository: RepositoryReader,
  runtime: Runtime,
): Promise<VerifySubject['contents']> {
  if (platform === undefined || !image.isIndex) return [image];
  const chosen = findPlatform(image, platform, repository.name);
  const { bytes } = await repository.readManifest(chosen.digest, runtime);
  // The index vouches for the digest; a length that differs is its publisher's mistake, or somebody's trick.
  if (bytes.length !== chosen.size)
    throw new PratiqueError(
      'DIGEST_MISMATCH',
      `${repository.name}@${chosen.digest} has ${bytes.length} bytes, and the index says ${chosen.size}`,
    );
  return [{ ...chosen, bytes }, image];
}

export type ArtifactRepository = RepositoryReader & RepositoryListing;
