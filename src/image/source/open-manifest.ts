import { type Digest } from '../../model/digest.ts';
import { type Image, type LayerContent } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { formatPlatform, isPlatformMatch, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest, notAnImage, type ManifestDocument } from '../../oci/document/decode-manifest.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { decodeImageConfig, documentOrigin } from '../../oci/document/image-config.ts';
import { type ImageManifest } from '../../oci/document/image-manifest.ts';
import { countAttestations, sortIndexEntries, type IndexEntries } from '../../oci/document/index-entries.ts';
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
  readonly blobs: BlobSource;
  readonly runtime: Runtime;
}

/**
 * Opens a manifest that was fetched and verified already: one image, or of an index the first for the wanted platform, or all.
 * Throws PLATFORM_NOT_FOUND, NOT_AN_IMAGE, LIMIT_EXCEEDED and what decoding a document throws.
 */
export async function openManifest(document: ManifestDocument, digest: Digest, context: OpenContext): Promise<readonly Image[]> {
  if (document.kind === 'manifest') return [await openImage(document.manifest, digest, 0, context)];
  return openIndex(document.index.manifests, context);
}

/** Opens what an index lists. An image that is the only one is taken whatever it says or does not say of its platform, unless the index says otherwise. */
export async function openIndex(entries: readonly Descriptor[], context: OpenContext): Promise<readonly Image[]> {
  const walk: Walk = { context, visited: 0, platforms: new Set(), artifacts: new Set() };
  const images = await walkIndex(entries, { depth: 1, isOnly: true }, walk);
  if (images.length > 0) return images;
  throw nothingFound(walk);
}

interface Walk {
  readonly context: OpenContext;
  /** Entries of all indexes together. */
  visited: number;
  /** What there is instead, for the message. */
  readonly platforms: Set<string>;
  readonly artifacts: Set<string>;
}

interface Position {
  readonly depth: number;
  readonly isOnly: boolean;
}

async function walkIndex(manifests: readonly Descriptor[], position: Position, walk: Walk): Promise<readonly Image[]> {
  const { platform: wanted, name } = walk.context;
  walk.visited += manifests.length;
  if (position.depth > limits.indexDepth)
    throw new PratiqueError('LIMIT_EXCEEDED', `${name}: indexes nested more than ${limits.indexDepth} deep`);
  if (walk.visited > limits.indexEntries)
    throw new PratiqueError('LIMIT_EXCEEDED', `${name}: more than ${limits.indexEntries} index entries`);
  const entries = sortIndexEntries(manifests);
  for (const entry of entries.others) walk.artifacts.add(entry.artifactType ?? entry.mediaType);
  noteDuplicates(entries, walk.context);
  const opened: Image[] = [];
  for (const entry of entries.images) {
    if (!mayMatch(entry, wanted, walk)) continue;
    opened.push(...(await openEntry(entry, entries, position, walk)));
    if (opened.length > 0 && wanted !== 'all') break;
  }
  return opened;
}

function mayMatch(entry: Descriptor, wanted: Platform | 'all', walk: Walk): boolean {
  if (wanted === 'all' || entry.platform === undefined || isPlatformMatch(wanted, entry.platform)) return true;
  walk.platforms.add(formatPlatform(entry.platform));
  return false;
}

async function openEntry(entry: Descriptor, siblings: IndexEntries, position: Position, walk: Walk): Promise<readonly Image[]> {
  const { context } = walk;
  context.runtime.signal.throwIfAborted();
  const what = `${context.name}: manifest`;
  const document = decodeManifest(await readVerified(entry, what, context.blobs, context.runtime), what, entry.mediaType);
  const isOnly = position.isOnly && siblings.images.length === 1;
  if (document.kind === 'index') return walkIndex(document.index.manifests, { depth: position.depth + 1, isOnly }, walk);
  const { manifest } = document;
  if (!isOnly && !isImageConfigType(manifest.config.mediaType)) {
    walk.artifacts.add(artifactType(manifest));
    return [];
  }
  const image = await openImage(manifest, entry.digest, countAttestations(siblings.attestations, entry.digest), context);
  const isKnown = context.platform === 'all' || entry.platform !== undefined || isOnly;
  if (isKnown || isPlatformMatch(context.platform, image.platform)) return [image];
  walk.platforms.add(formatPlatform(image.platform));
  return [];
}

/** The first counts, as for containerd. */
function noteDuplicates(entries: IndexEntries, context: OpenContext): void {
  const wanted = context.platform;
  if (wanted === 'all') return;
  const matching = entries.images.filter((entry) => entry.platform !== undefined && isPlatformMatch(wanted, entry.platform));
  if (matching.length > 1)
    context.runtime.log.info('several images for one platform; the first is taken', { platform: formatPlatform(wanted) });
}

function nothingFound(walk: Walk): PratiqueError {
  const { name, platform } = walk.context;
  if (walk.platforms.size > 0 && platform !== 'all') {
    const present = [...walk.platforms].join(', ');
    return new PratiqueError('PLATFORM_NOT_FOUND', `${name} has no image for ${formatPlatform(platform)}; it has ${present}`);
  }
  if (walk.artifacts.size > 0) return notAnImage(name, [...walk.artifacts].join(', '));
  return new PratiqueError('NOT_AN_IMAGE', `${name}: its index lists no image`);
}

async function openImage(manifest: ImageManifest, manifestDigest: Digest, attestationCount: number, context: OpenContext): Promise<Image> {
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

/** An artifact without a type of its own goes by that of its configuration; OCI image-spec, manifest.md. */
function artifactType(manifest: ImageManifest): string {
  return manifest.artifactType ?? manifest.config.mediaType;
}

async function storedLayer(descriptor: Descriptor, place: LayerPlace, blobs: BlobSource): Promise<StoredLayer> {
  const { digest, mediaType, size } = descriptor;
  return { digest, mediaType, size, content: await layerContent(descriptor, place, blobs) };
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
