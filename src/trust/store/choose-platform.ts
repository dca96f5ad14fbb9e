import { limits } from '../../model/limits.ts';
import { formatPlatform, isPlatformMatch, mayBeForPlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { decodeImageConfig } from '../../oci/document/image-config.ts';
import { isImageConfigType } from '../../oci/document/media-types.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { type PlatformManifest, resolveEntry, type ResolvedImage } from './resolve-image.ts';

/** The manifest that an index lists for a platform. */
export interface ChosenPlatform {
  readonly image: ResolvedImage;
  /** The indexes that lead to it, the nearest first. */
  readonly through: readonly ResolvedImage[];
  /** Why the image itself does not confirm what the index says. Anyone can list a signed manifest in an index of their own, under any platform. */
  readonly conflict?: string;
}

/**
 * Chooses the manifest of an index for a platform: the first that the index lists for it, as containerd does, also in an index inside the index. An
 * entry without a platform counts by its configuration. Throws PLATFORM_NOT_FOUND, and what reading the entries throws.
 */
export async function choosePlatform(
  top: ResolvedImage,
  platform: Platform,
  repository: RepositoryReader,
  runtime: Runtime,
): Promise<ChosenPlatform> {
  const chosen = await search(top, 1, { platform, repository, runtime });
  if (chosen !== undefined) return chosen;
  const offered = top.platforms.flatMap((entry) => (entry.platform === undefined ? [] : [formatPlatform(entry.platform)]));
  throw new PratiqueError('PLATFORM_NOT_FOUND', `${repository.name}@${top.digest} has no image for ${formatPlatform(platform)}`, {
    ...(offered.length === 0 ? {} : { hint: `choose one of ${[...new Set(offered)].join(', ')}` }),
  });
}

interface Wanted {
  readonly platform: Platform;
  readonly repository: RepositoryReader;
  readonly runtime: Runtime;
}

async function search(index: ResolvedImage, depth: number, wanted: Wanted): Promise<ChosenPlatform | undefined> {
  const { platform, repository, runtime } = wanted;
  if (depth > limits.indexDepth)
    throw new PratiqueError('LIMIT_EXCEEDED', `${repository.name}: indexes are nested more than ${limits.indexDepth} deep`);
  for (const entry of candidates(index, platform)) {
    const child = await resolveEntry(repository, entry, runtime);
    if (child.isIndex) {
      const inner = await search(child, depth + 1, wanted);
      if (inner !== undefined) return { ...inner, through: [...inner.through, index] };
    } else {
      const conflict = await findConflict(child, entry.platform, wanted);
      if (conflict === undefined) return { image: child, through: [index] };
      if (entry.platform !== undefined) return { image: child, through: [index], conflict };
    }
  }
  return undefined;
}

/** What is listed for the platform, and then what is listed without one. */
function candidates({ platforms }: ResolvedImage, wanted: Platform): readonly PlatformManifest[] {
  const listed = platforms.filter(({ platform }) => platform !== undefined && isPlatformMatch(wanted, platform));
  return [...listed, ...platforms.filter(({ platform }) => platform === undefined)];
}

async function findConflict(
  image: ResolvedImage,
  listed: Platform | undefined,
  { platform, repository, runtime }: Wanted,
): Promise<string | undefined> {
  const said = await readOwnPlatform(image, repository, runtime);
  if (typeof said === 'string') return `its configuration is of type ${said}, which states no platform`;
  if (said.os === 'unknown' || said.architecture === 'unknown') return 'its configuration does not state its platform';
  if (!isPlatformMatch(platform, said)) return `its configuration says ${formatPlatform(said)}`;
  if (listed === undefined) return undefined;
  const [ofIndex, ofImage] = [describeExactly(listed), describeExactly(said)];
  const differs = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a !== b;
  const isOther = differs(listed.variant, said.variant) || differs(listed.osVersion, said.osVersion);
  return isOther ? `its configuration says ${ofImage}, and the index ${ofIndex}` : undefined;
}

function describeExactly(platform: Platform): string {
  return `${formatPlatform(platform)}${platform.osVersion === undefined ? '' : ` ${platform.osVersion}`}`;
}

/** By the configuration of the image; the type of the configuration where it is not that of an image. */
async function readOwnPlatform(image: ResolvedImage, repository: RepositoryReader, runtime: Runtime): Promise<Platform | string> {
  const name = `${repository.name}@${image.digest}`;
  const document = decodeManifest(image.bytes, name, image.mediaType);
  if (document.kind === 'index') return image.mediaType;
  const { config } = document.manifest;
  if (!isImageConfigType(config.mediaType)) return config.mediaType;
  const bytes = await repository.readBlob(config, limits.documentBytes, runtime);
  return decodeImageConfig(bytes, `${name}: configuration`).platform;
}

/** Throws PLATFORM_NOT_FOUND where a manifest is of an image for another platform. An artifact, and an image that does not say, is for any. */
export async function assertPlatform(
  image: ResolvedImage,
  platform: Platform,
  repository: RepositoryReader,
  runtime: Runtime,
): Promise<void> {
  const said = await readOwnPlatform(image, repository, runtime);
  if (typeof said === 'string' || mayBeForPlatform(platform, said)) return;
  const name = `${repository.name}@${image.digest}`;
  throw new PratiqueError('PLATFORM_NOT_FOUND', `${name} has no image for ${formatPlatform(platform)}; it has ${formatPlatform(said)}`, {
    hint: 'leave out --platform',
  });
}
