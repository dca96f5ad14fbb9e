import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Digest } from '../../../model/digest.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { resolveImage } from '../../store/resolve-image.ts';
import { type ImageState, type ResolvedSignedImage, type SignedImage } from './signed-image.ts';

/**
 * Looks up each digest in the registry: whether it exists with the signed size, and what its tags point to now. An unreadable one does not stop the
 * others. Throws only when the registry cannot be used at all.
 */
export async function resolveSignedImages(
  images: readonly SignedImage[],
  repository: Repository,
  runtime: Runtime,
): Promise<readonly ResolvedSignedImage[]> {
  const resolved: ResolvedSignedImage[] = [];
  for (const [done, image] of images.entries()) {
    runtime.progress({ id: 'resolve', label: image.repository, done, total: images.length, unit: 'items' });
    const state = await findState(image, repository, runtime);
    const moved: { readonly tag: string; readonly now?: Digest }[] = [];
    for (const { tag } of image.tags) {
      const now = (await repository.findManifest(tag, runtime))?.digest;
      if (now !== image.digest) moved.push({ tag, ...(now === undefined ? {} : { now }) });
    }
    resolved.push({ ...image, state, moved });
  }
  runtime.progress({ id: 'resolve', label: 'resolved', done: images.length, total: images.length, unit: 'items', finished: true });
  return resolved;
}

/** Fetches by digest, so that the content is what was signed; checks the size too, as Docker does. */
async function findState({ digest, size }: SignedImage, repository: Repository, runtime: Runtime): Promise<ImageState> {
  try {
    const found = await resolveImage(repository, digest, runtime);
    return found.size === size ? { kind: 'present', mediaType: found.mediaType } : { kind: 'size differs', actualSize: found.size };
  } catch (error) {
    if (!(error instanceof PratiqueError) || isAboutRegistry(error)) throw error;
    return error.code === 'TARGET_NOT_FOUND' ? { kind: 'missing' } : { kind: 'unreadable', reason: error.message };
  }
}

/** Whether the next digest would fail in the same way. */
export function isAboutRegistry({ code }: PratiqueError): boolean {
  return ['REGISTRY_UNREACHABLE', 'REGISTRY_UNAUTHORIZED', 'REGISTRY_INSECURE', 'CREDENTIALS_UNUSABLE', 'ABORTED'].includes(code);
}
