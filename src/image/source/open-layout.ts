import { digestAlgorithm, digestHex, isDigest, type Digest } from '../../model/digest.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { formatPlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest, type ManifestDocument } from '../../oci/document/decode-manifest.ts';
import { readDescriptor, type Descriptor } from '../../oci/document/descriptor.ts';
import { readImageIndex } from '../../oci/document/image-index.ts';
import { readImageLayout } from '../../oci/document/image-layout.ts';
import { sortIndexEntries } from '../../oci/document/index-entries.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { verifyDigest } from '../../oci/document/verify-digest.ts';
import { isSignatureTag } from '../../oci/layout/is-signature-tag.ts';
import { type BlobSource } from './blob-source.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { ambiguous, isNameFor, listNames } from './image-names.ts';
import { type OpenContext } from './open-image.ts';
import { openIndex, openManifest } from './open-manifest.ts';
import { withReferences } from './with-references.ts';

/**
 * Opens an image of an OCI layout; OCI image-spec, image-layout.md. Throws LAYOUT_INVALID, TARGET_AMBIGUOUS, TARGET_NOT_FOUND and
 * what opening an index throws.
 */
export async function openLayout(
  files: ImageFiles,
  target: StoredTarget,
  options: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[]> {
  await checkLayout(files);
  const bytes = await requireFile(files, 'index.json');
  const what = `${files.name}: index.json`;
  const index = parseDocument(bytes, what, (value) => readImageIndex(value, what, readDescriptor));
  const { platform, isPlatformOptional = false } = options;
  const context = { name: target.name, scheme: target.scheme, platform, isPlatformOptional, blobs: layoutBlobs(files), runtime };
  const unlisted = await openUnlisted(index.manifests, files, target, context);
  if (unlisted !== undefined) return unlisted;
  const entries = selectEntries(index.manifests, files.name, target.selector);
  return withReferences(await openIndex(entries, context), entries.map(entryName).filter(isFullName));
}

/** A manifest that was chosen by its digest and is listed only inside an index. */
async function openUnlisted(
  listed: readonly Descriptor[],
  files: ImageFiles,
  { selector }: StoredTarget,
  context: OpenContext,
): Promise<readonly Image[] | undefined> {
  const digest = selector?.startsWith('@') === true ? selector.slice(1) : undefined;
  if (!isDigest(digest) || listed.some((entry) => entry.digest === digest)) return undefined;
  const bytes = await files.read(blobName(digest), limits.documentBytes);
  if (bytes === undefined) return undefined;
  const what = `${files.name}: manifest`;
  verifyDigest(bytes, digest, what);
  const document = decodeIfManifest(bytes, what);
  return document === undefined ? undefined : openManifest(document, digest, context);
}

/** Archives of Docker are chosen by the digest of a configuration too. */
function decodeIfManifest(bytes: Uint8Array, what: string): ManifestDocument | undefined {
  try {
    return decodeManifest(bytes, what);
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'DOCUMENT_INVALID') return undefined;
    throw error;
  }
}

/** Documents and layers of a layout by digest. */
export function layoutBlobs(files: ImageFiles): BlobSource {
  return {
    has: async ({ data, digest }) => data !== undefined || (await files.has(blobName(digest))),
    readDocument: (descriptor) => requireFile(files, blobName(descriptor.digest)),
    layerContent: ({ digest, size }, place) => files.content(blobName(digest), { ...place, digest, size }),
  };
}

async function checkLayout(files: ImageFiles): Promise<void> {
  const bytes = await requireFile(files, 'oci-layout');
  parseDocument(bytes, `${files.name}: oci-layout`, readImageLayout);
}

async function requireFile(files: ImageFiles, name: string): Promise<Uint8Array> {
  const bytes = await files.read(name, limits.documentBytes);
  if (bytes !== undefined) return bytes;
  const reason = files.flaw ?? 'it is missing';
  throw new PratiqueError('LAYOUT_INVALID', `${files.name}: no ${name}: ${reason}`);
}

/** OCI image-spec, image-layout.md#blobs. */
export function blobName(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
}

/** The entries of one image: what the selector names, or all when they are the platforms of one image. */
function selectEntries(manifests: readonly Descriptor[], name: string, selector: string | undefined): readonly Descriptor[] {
  const selected = selector === undefined ? withoutSignatures(manifests) : manifests.filter((entry) => isSelected(entry, selector));
  if (selected.length === 0 && selector !== undefined)
    throw new PratiqueError('TARGET_NOT_FOUND', `${name} has no image ${selector}; it has ${listNames(manifests.map(showEntry))}`);
  const { images } = sortIndexEntries(selected);
  const names = new Set(images.map(entryName));
  const isOneImage = names.size === 1 && (!names.has(undefined) || haveOwnPlatforms(images));
  if (images.length < 2 || isOneImage) return selected;
  throw ambiguous(name, images.map(showEntry));
}

/** Signatures lie under tags of their own, and are images by their form. A layout that has nothing else is opened as it is. */
function withoutSignatures(manifests: readonly Descriptor[]): readonly Descriptor[] {
  const images = manifests.filter((entry) => !isSignatureTag(entryName(entry) ?? ''));
  return images.length > 0 ? images : manifests;
}

/** Entries without names are one image only where each is for a platform of its own. */
function haveOwnPlatforms(images: readonly Descriptor[]): boolean {
  const platforms = images.flatMap(({ platform }) => (platform === undefined ? [] : [formatPlatform(platform)]));
  return new Set(platforms).size === images.length;
}

/** containerd and Docker write the full name in their own; OCI image-spec, annotations.md, has the other, often only a tag. */
const nameAnnotations: ReadonlySet<string> = new Set(['io.containerd.image.name', 'org.opencontainers.image.ref.name']);

function entryName(entry: Descriptor): string | undefined {
  for (const key of nameAnnotations) {
    const name = entry.annotations.get(key);
    if (name !== undefined && name !== '') return name;
  }
  return undefined;
}

/** A tag alone names no repository. */
function isFullName(name: string | undefined): name is string {
  return name !== undefined && /[/:]/.test(name);
}

function isSelected(entry: Descriptor, selector: string): boolean {
  if (selector.startsWith('@')) return entry.digest === selector.slice(1);
  return [...entry.annotations].some(([key, value]) => nameAnnotations.has(key) && isNameFor(value, selector));
}

/** As it is written behind the path to select it. */
function showEntry(entry: Descriptor): string {
  return entryName(entry) ?? `@${entry.digest}`;
}
