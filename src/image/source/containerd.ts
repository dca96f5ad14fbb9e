import { join } from 'node:path';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, isImageId, parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { existingRoots, findContainerdImages, type ContainerdImage } from '../containerd/find-containerd-images.ts';
import { openFolder } from './folder-files.ts';
import { type LocalImageSource } from './local-image-source.ts';
import { layoutBlobs } from './open-layout.ts';
import { openIndex } from './open-manifest.ts';

/** Images of containerd, read where it keeps them: its names, and its content store, which is laid out like an OCI layout. It need not be running. */
export const containerdSource: LocalImageSource = {
  scheme: 'containerd',
  title: 'image in containerd',
  program: 'containerd',
  async open(target, options, runtime) {
    const names = namesOf(target);
    const { containerd } = options.engines ?? {};
    if (containerd === undefined || existingRoots(containerd).length === 0)
      throw new PratiqueError('ENGINE_UNREACHABLE', `no containerd was found in ${containerd?.roots.join(', ') ?? 'any directory'}`, {
        hint: 'run as root on the machine that has it, or set PRATIQUE_CONTAINERD_ROOT',
      });
    const found = choose(await findContainerdImages(names, containerd), target);
    if (found === undefined)
      throw new PratiqueError('TARGET_NOT_FOUND', `containerd has no image ${names.join(' or ')}`, {
        hint: `list them with ctr --namespace NAME images ls; to scan it from its registry, use registry:${target}`,
      });
    return openImages(found, target, options, runtime);
  },
  async find(target, options, runtime) {
    const { containerd } = options.engines ?? {};
    if (containerd === undefined || existingRoots(containerd).length === 0)
      return { kind: 'absent', store: 'missing', reason: 'is not installed' };
    try {
      const found = choose(await findContainerdImages(namesOf(target), containerd), target);
      if (found === undefined) return { kind: 'absent', store: 'empty', reason: 'has no such image' };
      const images = await openImages(found, target, options, runtime);
      if (images.some(lacksLayers)) return { kind: 'absent', store: 'empty', reason: 'has it, but not all of its layers' };
      return { kind: 'found', open: () => Promise.resolve(images) };
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
      if (error.code === 'PLATFORM_NOT_FOUND')
        return { kind: 'absent', store: 'empty', reason: `has it for another platform: ${error.message}` };
      return { kind: 'absent', store: 'unusable', reason: `could not be searched: ${error.message}` };
    }
  },
};

/** containerd knows images by their whole references, and Kubernetes by their IDs as well. */
function namesOf(target: string): readonly string[] {
  if (isImageId(target) && target.startsWith('sha256:')) return [target];
  return [...new Set([formatReference(parseReference(target)), target])];
}

/** A name may exist in several namespaces, for different images. */
function choose(images: readonly ContainerdImage[], target: string): ContainerdImage | undefined {
  const [first] = images;
  if (first === undefined || images.every((image) => image.target.digest === first.target.digest)) return first;
  const namespaces = [...new Set(images.map(({ namespace }) => namespace))].join(', ');
  throw new PratiqueError('TARGET_AMBIGUOUS', `containerd has different images ${target} in its namespaces ${namespaces}`, {
    hint: 'choose a namespace with CONTAINERD_NAMESPACE',
  });
}

function openImages(
  { root, target }: ContainerdImage,
  name: string,
  { platform, isPlatformOptional = false }: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[]> {
  const blobs = layoutBlobs(openFolder(join(root, 'io.containerd.content.v1.content'), 'containerd'));
  return openIndex([target], { name, scheme: containerdSource.scheme, platform, isPlatformOptional, blobs, runtime });
}

/** A node may be set to drop layers once they are unpacked. */
function lacksLayers({ layers }: Image): boolean {
  return layers.some(({ content }) => content.kind === 'absent' && content.issue.code === 'LAYER_MISSING');
}
