import { type Digest } from '../../model/digest.ts';
import { type Image, type LayerContent } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { type Platform } from '../../model/platform.ts';
import { type Runtime } from '../../model/runtime.ts';
import { notAnImage } from '../../oci/document/decode-manifest.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { decodeImageConfig, documentOrigin } from '../../oci/document/image-config.ts';
import { type ImageManifest } from '../../oci/document/image-manifest.ts';
import { makeLayers, type StoredLayer } from '../../oci/document/make-layers.ts';
import { isFilesystemLayerType, isForeignLayerType, isImageConfigType } from '../../oci/document/media-types.ts';
import { type BlobSource, type LayerPlace } from './blob-source.ts';
import { openedImage } from './opened-image.ts';
import { readVerified } from './read-verified.ts';

export interface OpenContext {
  /** How a person names what is opened. */
  readonly name: string;
  readonly scheme: string;
  readonly platform: Platform | 'all';
  /** Whether an image for another platform is accepted where no other image is available. */
  readonly isPlatformOptional?: boolean;
  readonly blobs: BlobSource;
  readonly runtime: Runtime;
}

/** Opens the image of one manifest, which was verified against `manifestDigest`. Throws NOT_AN_IMAGE and what decoding a document throws. */
export async function openImage(
  manifest: ImageManifest,
  manifestDigest: Digest,
  attestationCount: number,
  context: OpenContext,
): Promise<Image> {
  const { name, scheme, blobs, runtime } = context;
  if (!isImageConfigType(manifest.config.mediaType)) throw notAnImage(name, artifactType(manifest));
  const what = `${name}: configuration`;
  const { config, platform, issues } = decodeImageConfig(await readVerified(manifest.config, what, blobs, runtime), what);
  const stored: StoredLayer[] = [];
  for (const [layerIndex, descriptor] of manifest.layers.entries()) {
    const diffId = config.diffIds.length === manifest.layers.length ? config.diffIds[layerIndex] : undefined;
    stored.push(await storedLayer(descriptor, { layerIndex, ...(diffId === undefined ? {} : { diffId }) }, blobs));
  }
  const made = makeLayers(stored, config);
  return openedImage({
    name,
    scheme,
    manifestDigest,
    configDigest: manifest.config.digest,
    platform,
    config,
    layers: made.layers,
    ...(attestationCount === 0 ? {} : { attestationCount }),
    issues: [...issues, ...made.issues],
  });
}

/** An artifact without a type of its own has the type of its configuration; OCI image-spec, manifest.md. */
export function artifactType(manifest: ImageManifest): string {
  return manifest.artifactType ?? manifest.config.mediaType;
}

async function storedLayer(descriptor: Descriptor, place: LayerPlace, blobs: BlobSource): Promise<StoredLayer> {
  const { digest, mediaType, size } = descriptor;
  return { digest, isInManifest: true, mediaType, size, content: await layerContent(descriptor, place, blobs) };
}

async function layerContent(descriptor: Descriptor, place: LayerPlace, blobs: BlobSource): Promise<LayerContent> {
  const { layerIndex } = place;
  if (!isFilesystemLayerType(descriptor.mediaType)) {
    const message = `layer ${layerIndex} is of type ${descriptor.mediaType.slice(0, 200)}`;
    return { kind: 'absent', issue: makeIssue('LAYER_NOT_FILESYSTEM', documentOrigin, message, { layerIndex }) };
  }
  const content = await blobs.layerContent(descriptor, place);
  if (content !== undefined) return content;
  const isForeign = isForeignLayerType(descriptor.mediaType) || descriptor.urls.length > 0;
  const message = `layer ${layerIndex}, ${descriptor.digest}, is not in the image`;
  return { kind: 'absent', issue: makeIssue(isForeign ? 'LAYER_FOREIGN' : 'LAYER_MISSING', documentOrigin, message, { layerIndex }) };
}
