import { type Digest } from '../../model/digest.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type ArtifactKind } from '../store/artifact-kind.ts';
import { assertPlatform, choosePlatform } from '../store/choose-platform.ts';
import { type FoundArtifacts } from '../store/found-artifact.ts';
import { type ResolvedImage, type SubjectDescriptor } from '../store/resolve-image.ts';
import { type SeenContents } from './evidence.ts';
import { type VerifyOptions } from './verification-options.ts';

/** What to verify: content by its digest, and where its signatures are stored. */
export interface VerifySubject {
  /** Absent for a layout on disk. */
  readonly reference?: ImageReference;
  /** The source that it is judged as, where it is a recorded copy and no statement matches its own name. */
  readonly judgedAs?: ImageReference;
  /** The content to verify, the one to pull first; a platform's manifest is followed by the index that lists it. */
  readonly contents: readonly [SignedContent, ...SignedContent[]];
  /** Finds the artifacts of one of the contents. Each search runs once. */
  findArtifacts(content: SignedContent, kinds: ReadonlySet<ArtifactKind>, runtime: Runtime): Promise<FoundArtifacts>;
}

export interface SignedContent extends SubjectDescriptor {
  readonly bytes: Uint8Array;
  /** Why a signature of this content does not cover the platform that was asked for; a signature of the index that lists it does. */
  readonly conflict?: string;
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
  const { image: chosen, through, conflict } = await choosePlatform(image, platform, repository, runtime);
  const own =
    conflict === undefined ? chosen : { ...chosen, conflict: `the index lists it for ${formatPlatform(platform)}, and ${conflict}` };
  return [own, ...through];
}

/** What the judges need to know of the contents. */
export function seenContents(contents: VerifySubject['contents']): SeenContents {
  const [{ digest, size }] = contents;
  const conflicts = contents.flatMap(({ digest: of, conflict }): [Digest, string][] => (conflict === undefined ? [] : [[of, conflict]]));
  return { digests: new Set(contents.map((content) => content.digest)), conflicts: new Map(conflicts), pull: { digest, size } };
}

export type ArtifactRepository = RepositoryReader & RepositoryListing;
