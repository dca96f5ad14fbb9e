import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { formatPlatform, isPlatformMatch, mayBeForPlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { decodeImageConfig } from '../../oci/document/image-config.ts';
import { sortIndexEntries } from '../../oci/document/index-entries.ts';
import { isImageConfigType } from '../../oci/document/media-types.ts';

import { type RepositoryReader } from '../../oci/registry/repository.ts';

/** The subject of a signature, as written in a manifest's `subject` and Notation's `targetArtifact`. */
export interface SubjectDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** An image or an index as the registry has it, with every digest of it that can be signed. */
export interface ResolvedImage extends SubjectDescriptor {
  readonly bytes: Uint8Array;
  readonly isIndex: boolean;
  /** The platforms of an index, in its order; empty for a manifest. */
  readonly platforms: readonly PlatformManifest[];
  /** BuildKit's attestation manifests in an index; they are unsigned. */
  readonly attestations: readonly (SubjectDescriptor & { readonly about?: string })[];
}

export interface PlatformManifest extends SubjectDescriptor {
  readonly platform?: Platform;
}

/** Reads a manifest or index. Throws what `readManifest` and `decodeManifest` throw. */
export async function resolveImage(repository: RepositoryReader, tagOrDigest: string, runtime: Runtime): Promise<ResolvedImage> {
  const { bytes, digest, mediaType: announced } = await repository.readManifest(tagOrDigest, runtime);
  const document = decodeManifest(bytes, `${repository.name}: ${tagOrDigest}`, announced);
  const isIndex = document.kind === 'index';
  const entries = isIndex ? sortIndexEntries(document.index.manifests) : { images: [], attestations: [] };
  return {
    bytes,
    digest,
    size: bytes.length,
    mediaType: ownMediaType(bytes, announced, isIndex),
    isIndex,
    platforms: entries.images.map(({ mediaType, digest: child, size, platform }) => ({
      mediaType,
      digest: child,
      size,
      ...(platform === undefined ? {} : { platform }),
    })),
    attestations: entries.attestations.map(({ mediaType, digest: child, size, annotations }) => {
      const about = annotations.get('vnd.docker.reference.digest');
      return { mediaType, digest: child, size, ...(about === undefined ? {} : { about }) };
    }),
  };
}

/** The manifest of an index for a platform; `name` is for messages. Throws PLATFORM_NOT_FOUND. */
export function findPlatform(image: ResolvedImage, platform: Platform, name: string): PlatformManifest {
  const found = image.platforms.find((entry) => entry.platform !== undefined && isPlatformMatch(platform, entry.platform));
  if (found !== undefined) return found;
  const offered = image.platforms.flatMap((entry) => (entry.platform === undefined ? [] : [formatPlatform(entry.platform)]));
  throw new PratiqueError('PLATFORM_NOT_FOUND', `${name}@${image.digest} has no image for ${formatPlatform(platform)}`, {
    hint: `choose one of ${offered.join(', ')}`,
  });
}

/** Throws PLATFORM_NOT_FOUND where a manifest is of an image for another platform. An artifact, and an image that does not say, is for any. */
export async function assertPlatform(
  image: ResolvedImage,
  platform: Platform,
  repository: RepositoryReader,
  runtime: Runtime,
): Promise<void> {
  const name = `${repository.name}@${image.digest}`;
  const document = decodeManifest(image.bytes, name, image.mediaType);
  if (document.kind === 'index' || !isImageConfigType(document.manifest.config.mediaType)) return;
  const bytes = await repository.readBlob(document.manifest.config, limits.documentBytes, runtime);
  const said = decodeImageConfig(bytes, `${name}: configuration`).platform;
  if (mayBeForPlatform(platform, said)) return;
  throw new PratiqueError('PLATFORM_NOT_FOUND', `${name} has no image for ${formatPlatform(platform)}; it has ${formatPlatform(said)}`, {
    hint: 'leave out --platform',
  });
}

/** The document's own media type; where it has none, which OCI allows, the registry's. `decodeManifest` checked that they agree. */
function ownMediaType(bytes: Uint8Array, announced: string | undefined, isIndex: boolean): string {
  const { mediaType } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly mediaType?: unknown };
  if (typeof mediaType === 'string') return mediaType;
  if (announced?.startsWith('application/vnd.') === true) return announced;
  return isIndex ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
}
