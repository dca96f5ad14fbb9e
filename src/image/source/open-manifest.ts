import { shortDigest, type Digest } from '../../model/digest.ts';
import { type Image } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { formatPlatform, isPlatformMatch, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { decodeManifest, notAnImage, type ManifestDocument } from '../../oci/document/decode-manifest.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { documentOrigin } from '../../oci/document/image-config.ts';
import { type ImageManifest } from '../../oci/document/image-manifest.ts';
import { isImageConfigType } from '../../oci/document/media-types.ts';
import { checkPlatform } from './check-platform.ts';
import { listIndex, type ListedImage } from './list-index.ts';
import { artifactType, openImage, type OpenContext } from './open-image.ts';
import { readVerified } from './read-verified.ts';

/**
 * Opens a manifest that was fetched and verified already: one image, or of an index the first for the wanted platform, or all.
 * Throws PLATFORM_NOT_FOUND, NOT_AN_IMAGE, LIMIT_EXCEEDED and what decoding a document throws.
 */
export async function openManifest(document: ManifestDocument, digest: Digest, context: OpenContext): Promise<readonly Image[]> {
  if (document.kind === 'index') return openIndex(document.index.manifests, context);
  const image = await openImage(document.manifest, digest, 0, context);
  checkPlatform(image, context);
  return [image];
}

/**
 * Opens what an index lists. An image whose manifest or configuration is not in the source is named: in the error when it is the wanted
 * one, and in an issue when all are wanted.
 */
export async function openIndex(entries: readonly Descriptor[], context: OpenContext): Promise<readonly Image[]> {
  const listed = await listIndex(entries, context);
  const found: Found = { images: [], others: [], absent: [], artifacts: new Set(listed.artifacts) };
  for (const one of listed.images) {
    await consider(one, found, context);
    if (found.images.length > 0 && context.platform !== 'all') break;
  }
  noteDuplicates(listed.images, context);
  if (found.images.length > 0)
    return context.platform === 'all' ? found.images.map((image) => withAbsent(image, found.absent)) : found.images;
  const only = context.isPlatformOptional === true ? await findOnly(found, context) : undefined;
  if (only === undefined) throw await notFound(found, context);
  context.runtime.log.warn(`${missingPlatform(found, context)}; scanning ${formatPlatform(only.platform)}`);
  return [only];
}

/** What an index has, by what can be done with it. */
interface Found {
  readonly images: Image[];
  /** Images for platforms that are not wanted. */
  readonly others: { readonly listed: ListedImage; readonly label: string }[];
  readonly absent: AbsentImage[];
  readonly artifacts: Set<string>;
}

/** An image that the index lists and the source does not have. */
interface AbsentImage {
  /** Its platform, or its digest where the index does not say the platform. */
  readonly label: string;
  readonly missing: Descriptor;
}

async function consider(listed: ListedImage, found: Found, context: OpenContext): Promise<void> {
  const { platform: wanted, blobs, runtime } = context;
  const { entry } = listed;
  runtime.signal.throwIfAborted();
  const label = entry.platform === undefined ? shortDigest(entry.digest) : formatPlatform(entry.platform);
  if ((await blobs.has?.(entry)) === false) found.absent.push({ label, missing: entry });
  else if (!mayBe(wanted, entry.platform)) found.others.push({ listed, label });
  else {
    const image = await openListed(listed, label, found, context);
    if (image === undefined) return;
    if (entry.platform !== undefined || mayBe(wanted, image.platform)) found.images.push(image);
    else found.others.push({ listed, label: formatPlatform(image.platform) });
  }
}

function mayBe(wanted: Platform | 'all', offered: Platform | undefined): boolean {
  return wanted === 'all' || offered === undefined || isPlatformMatch(wanted, offered);
}

/** `undefined` for an artifact, and for an image whose configuration is missing. */
async function openListed(
  { entry, attestationCount }: ListedImage,
  label: string,
  found: Found,
  context: OpenContext,
): Promise<Image | undefined> {
  const manifest = await readManifest(entry, context);
  if (!isImageConfigType(manifest.config.mediaType)) found.artifacts.add(artifactType(manifest));
  else if ((await context.blobs.has?.(manifest.config)) === false) found.absent.push({ label, missing: manifest.config });
  else return openImage(manifest, entry.digest, attestationCount, context);
  return undefined;
}

async function readManifest(entry: Descriptor, { name, blobs, runtime }: OpenContext): Promise<ImageManifest> {
  const what = `${name}: manifest`;
  const document = decodeManifest(await readVerified(entry, what, blobs, runtime), what, entry.mediaType);
  if (document.kind === 'manifest') return document.manifest;
  throw new PratiqueError('DOCUMENT_INVALID', `${what} ${shortDigest(entry.digest)} is an index, but was declared as ${entry.mediaType}`);
}

/** The image for another platform, where it is the only one that is there. */
async function findOnly(found: Found, context: OpenContext): Promise<Image | undefined> {
  // A registry has all that it lists; of a partial copy only what is there counts.
  if (found.others.length > 1 && context.blobs.has === undefined) return undefined;
  const images: Image[] = [];
  for (const { listed, label } of found.others.splice(0)) {
    const image = await openListed(listed, label, found, context);
    if (image === undefined) continue;
    images.push(image);
    found.others.push({ listed, label });
  }
  return images.length === 1 ? images[0] : undefined;
}

/** All platforms were requested, and these were not scanned. */
function withAbsent(image: Image, absent: readonly AbsentImage[]): Image {
  if (absent.length === 0) return image;
  const message = `${listLabels(absent)} was not scanned: the index lists it, but its content is not in ${image.name}`;
  return { ...image, issues: [...image.issues, makeIssue('PLATFORM_MISSING', documentOrigin, message)] };
}

/** The first counts, as for containerd. */
function noteDuplicates(listed: readonly ListedImage[], { platform, runtime }: OpenContext): void {
  if (platform === 'all') return;
  const matching = listed.filter(({ entry }) => entry.platform !== undefined && isPlatformMatch(platform, entry.platform));
  if (matching.length > 1) runtime.log.info('several images for one platform; using the first', { platform: formatPlatform(platform) });
}

async function notFound(found: Found, context: OpenContext): Promise<Error> {
  const { name, platform, blobs, runtime } = context;
  if (found.others.length > 0 && platform !== 'all') return new PratiqueError('PLATFORM_NOT_FOUND', missingPlatform(found, context));
  if (found.artifacts.size > 0) return notAnImage(name, [...found.artifacts].join(', '));
  const [absent] = found.absent;
  // The source knows best why a document is missing.
  if (absent !== undefined) await readVerified(absent.missing, `${name}: manifest`, blobs, runtime);
  return new PratiqueError('NOT_AN_IMAGE', `${name}: its index lists no image`);
}

function missingPlatform({ others, absent }: Found, { name, platform }: OpenContext): string {
  const wanted = platform === 'all' ? platform : formatPlatform(platform);
  const present = listLabels(others);
  if (absent.length === 0) return `${name} has no image for ${wanted}; it has ${present}`;
  return `${name} has no image for ${wanted}; it has ${present} (its index also lists ${listLabels(absent)}, without content)`;
}

function listLabels(listed: readonly { readonly label: string }[]): string {
  return [...new Set(listed.map(({ label }) => label))].join(', ');
}
