import { type MemoryRegistry } from './memory-registry.ts';
import { indexType, makeSmallImage, manifestType, sha256, type SmallImage } from './small-image.ts';
import { type Digest } from '../../src/model/digest.ts';

/** An image under a tag of a repository that a {@link MemoryRegistry} holds, without asking it. */
export async function putImage(registry: MemoryRegistry, name: string, tag: string): Promise<SmallImage> {
  const image = await makeSmallImage();
  const repository = registry.repository(name);
  for (const [digest, bytes] of image.blobs) repository.blobs.set(digest, bytes);
  repository.manifests.set(image.manifestDigest, { bytes: image.manifest, mediaType: manifestType });
  repository.tags.set(tag, image.manifestDigest);
  return image;
}

export interface SmallIndex {
  readonly bytes: Buffer;
  readonly digest: Digest;
  readonly images: readonly SmallImage[];
}

/** An index of linux/amd64 and linux/arm64. */
export async function makeSmallIndex(): Promise<SmallIndex> {
  const images = [await makeSmallImage(), await makeSmallImage({ architecture: 'arm64' })];
  const manifests = images.map((image, index) => ({
    mediaType: manifestType,
    digest: image.manifestDigest,
    size: image.manifest.length,
    platform: { os: 'linux', architecture: index === 0 ? 'amd64' : 'arm64' },
  }));
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }));
  return { bytes, digest: sha256(bytes), images };
}

/** The same for an index; its images are there by digest. */
export async function putIndex(registry: MemoryRegistry, name: string, tag: string): Promise<SmallIndex> {
  const index = await makeSmallIndex();
  const repository = registry.repository(name);
  for (const image of index.images) {
    for (const [digest, bytes] of image.blobs) repository.blobs.set(digest, bytes);
    repository.manifests.set(image.manifestDigest, { bytes: image.manifest, mediaType: manifestType });
  }
  repository.manifests.set(index.digest, { bytes: index.bytes, mediaType: indexType });
  repository.tags.set(tag, index.digest);
  return index;
}
