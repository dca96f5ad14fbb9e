import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { assertPlatform, findPlatform, type ResolvedImage, type SubjectDescriptor } from '../store/resolve-image.ts';
import { type ArtifactKind } from '../store/artifact-kind.ts';
import { type FoundArtifacts } from '../store/found-artifact.ts';
import { type VerifyOptions } from './verification-options.ts';

/** What to verify: content by its digest, and where its signatures are stored. */
export interface VerifySubject {
  /** Absent for a layout on disk. */
  readonly reference?: ImageReference;
  /** The content to verify, the one to pull first; a platform's manifest is followed by the index that lists it. */
  readonly contents: readonly [SignedContent, ...SignedContent[]];
  /** Finds the artifacts of one of the contents. Each search runs once. */
  findArtifacts(content: SignedContent, kinds: ReadonlySet<ArtifactKind>, runtime: Runtime): Promise<FoundArtifacts>;
}

export interface SignedContent extends SubjectDescriptor {
  readonly bytes: Uint8Array;
}

/** Chooses the contents of a resolved image: the image, or one platform followed by its index. Throws PLATFORM_NOT_FOUND. */
export async function chooseContents(
  image: ResolvedImage,
  { platform, isPlatformOptional = false }: Pick<VerifyOptions, 'platform' | 'isPlatformOptional'>,
  repository: RepositoryReader,
  runtime: Runtime,
): Promise<VerifySubject['contents']> {
  if (platform === undefined) return [image];
  if (!image.isIndex) {
    if (!isPlatformOptional) await assertPlatform(image, platform, repository, runtime);
    return [image];
  }
  const chosen = findPlatform(image, platform, repository.name);
  const { bytes } = await repository.readManifest(chosen.digest, runtime);
  // The index gives the digest; a size that differs is a mistake of its publisher or an attack.
  if (bytes.length !== chosen.size)
    throw new PratiqueError(
      'DIGEST_MISMATCH',
      `${repository.name}@${chosen.digest} has ${bytes.length} bytes, and the index says ${chosen.size}`,
    );
  return [{ ...chosen, bytes }, image];
}

export type ArtifactRepository = RepositoryReader & RepositoryListing;
