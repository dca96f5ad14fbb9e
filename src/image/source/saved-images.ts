import { parseDigest, type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { dockerSaveNames } from '../../oci/document/document-names.ts';
import { readDockerSaveManifest, type DockerSaveImage } from '../../oci/document/docker-save-manifest.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { type ImageFiles } from './image-files.ts';
import { ambiguous, isNameFor, listNames } from './image-names.ts';

/** An image that `manifest.json` names, with its position there, from 0, as skopeo counts. */
export interface SavedImage extends DockerSaveImage {
  readonly position: number;
}

/** The images of an archive's `manifest.json`. Throws ARCHIVE_INVALID when there is none, and what decoding throws. */
export async function readSavedImages(files: ImageFiles): Promise<readonly SavedImage[]> {
  const what = `${files.name}: manifest.json`;
  const bytes = await files.read('manifest.json', limits.archiveManifestBytes);
  if (bytes === undefined) throw await noManifest(files);
  const images = parseDocument(bytes, what, readDockerSaveManifest, { maxBytes: limits.archiveManifestBytes, names: dockerSaveNames });
  return images.map((image, position) => ({ ...image, position }));
}

async function noManifest(files: ImageFiles): Promise<PratiqueError> {
  const isLegacy = await files.has('repositories');
  const reason = files.flaw ?? (isLegacy ? 'it was saved by a Docker version before 1.10' : 'it is not an image archive');
  return new PratiqueError('ARCHIVE_INVALID', `${files.name} has no manifest.json: ${reason}`);
}

/** The images that a selector means: all of them without one. */
export function selectSavedImages(images: readonly SavedImage[], selector: string | undefined): readonly SavedImage[] {
  return images.filter((image) => selector === undefined || isSelected(image, selector));
}

/** The one image that is meant. Throws TARGET_NOT_FOUND and TARGET_AMBIGUOUS. */
export function selectSavedImage(images: readonly SavedImage[], path: string, selector: string | undefined): SavedImage {
  const selected = selectSavedImages(images, selector);
  const [first] = selected;
  if (first === undefined)
    throw new PratiqueError('TARGET_NOT_FOUND', `${path} has no image ${selector}; it has ${listNames(images.map(showImage))}`);
  if (selected.every(({ config }) => config === first.config)) return first;
  throw ambiguous(path, selected.map(showImage));
}

/** Configurations are named after their digest: `<hex>.json`, or since Docker 25 `blobs/sha256/<hex>`. */
export function digestOfName(name: string): Digest | undefined {
  const match = /^(?:blobs\/(sha256|sha512)\/)?([0-9a-f]{64}|[0-9a-f]{128})(?:\.json)?$/.exec(name);
  const [, algorithm, hex] = match ?? [];
  if (hex === undefined) return undefined;
  return parseDigest(`${algorithm ?? (hex.length === 64 ? 'sha256' : 'sha512')}:${hex}`, `the name ${name}`);
}

function isSelected({ config, position, repoTags }: SavedImage, selector: string): boolean {
  if (!selector.startsWith('@')) return repoTags.some((tag) => isNameFor(tag, selector));
  return selector === `@${position}` || selector === `@${digestOfName(config)}`;
}

/** As it is written after the path to select it. */
function showImage({ repoTags, position }: SavedImage): string {
  return repoTags[0] ?? `@${position}`;
}
