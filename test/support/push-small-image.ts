import { type Digest } from '../../src/model/digest.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { type Repository } from '../../src/oci/registry/repository.ts';
import { bytesStream } from './bytes-stream.ts';
import { makeSmallIndex, type SmallIndex } from './put-image.ts';
import { indexType, makeSmallImage, manifestType, sha256, type SmallImage } from './small-image.ts';

/** Pushes a fresh image the way we push. */
export async function pushSmallImage(repository: Repository, tag: string): Promise<SmallImage> {
  const image = await makeSmallImage();
  await pushBlobs(repository, image);
  await pushManifest(repository, image.manifest, manifestType, tag);
  return image;
}

/** The same for an index of two platforms. */
export async function pushSmallIndex(repository: Repository, tag: string): Promise<SmallIndex> {
  const index = await makeSmallIndex();
  for (const image of index.images) {
    await pushBlobs(repository, image);
    await pushManifest(repository, image.manifest, manifestType);
  }
  await pushManifest(repository, index.bytes, indexType, tag);
  return index;
}

export async function pushManifest(repository: Repository, bytes: Buffer, mediaType: string, tag?: string): Promise<Digest> {
  const digest = sha256(bytes);
  await repository.pushManifest({ bytes, mediaType, digest, ...(tag === undefined ? {} : { tag }) }, quietRuntime());
  return digest;
}

async function pushBlobs(repository: Repository, image: SmallImage): Promise<void> {
  for (const bytes of image.blobs.values())
    await repository.pushBlob({ digest: sha256(bytes), size: bytes.length }, { open: () => bytesStream(bytes) }, quietRuntime());
}
