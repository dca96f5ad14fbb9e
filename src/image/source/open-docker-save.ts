import { parseDigest, type Digest } from '../../model/digest.ts';
import { type Image } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readDockerSaveManifest, type DockerSaveImage } from '../../oci/document/docker-save-manifest.ts';
import { decodeImageConfig, documentOrigin } from '../../oci/document/image-config.ts';
import { makeLayers, type StoredLayer } from '../../oci/document/make-layers.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { computeDigest, verifyDigest } from '../../oci/document/verify-digest.ts';
import { findSavedManifest } from './find-saved-manifest.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { ambiguous, isNameFor, listNames } from './image-names.ts';
import { openedImage } from './opened-image.ts';

/**
 * Opens an image that `docker save`, `podman save` or skopeo wrote; moby, image/tarexport. Names in its `manifest.json` are looked
 * up only inside. Throws ARCHIVE_INVALID, TARGET_AMBIGUOUS, TARGET_NOT_FOUND, DIGEST_MISMATCH and what decoding throws.
 */
export async function openDockerSave(files: ImageFiles, target: StoredTarget, runtime: Runtime): Promise<readonly Image[]> {
  const saved = selectImage(await readManifest(files), files.name, target.selector);
  const bytes = await readConfig(files, saved.config);
  const named = digestOfName(saved.config);
  if (named !== undefined) verifyDigest(bytes, named, `${files.name}: configuration`);
  const configDigest = named ?? computeDigest('sha256', bytes);
  const { config, platform, issues } = decodeImageConfig(bytes, `${files.name}: configuration`);
  const stored: StoredLayer[] = [];
  for (const [layerIndex, name] of saved.layers.entries()) {
    const diffId = config.diffIds.length === saved.layers.length ? config.diffIds[layerIndex] : undefined;
    stored.push(await storedLayer(files, name, layerIndex, diffId));
  }
  const manifest = await findSavedManifest(files, configDigest, stored, runtime);
  const made = makeLayers(manifest?.layers ?? stored, config);
  return [
    openedImage({
      name: target.name,
      scheme: target.scheme,
      ...(manifest === undefined ? {} : { manifestDigest: manifest.digest }),
      configDigest,
      platform,
      config,
      layers: made.layers,
      issues: [...issues, ...made.issues],
    }),
  ];
}

async function readManifest(files: ImageFiles): Promise<readonly DockerSaveImage[]> {
  const what = `${files.name}: manifest.json`;
  const bytes = await files.read('manifest.json', limits.archiveManifestBytes);
  if (bytes !== undefined) return parseDocument(bytes, what, readDockerSaveManifest, limits.archiveManifestBytes);
  const isLegacy = await files.has('repositories');
  const reason = files.flaw ?? (isLegacy ? 'it was saved by a Docker before 1.10' : 'it is not an archive of an image');
  throw new PratiqueError('ARCHIVE_INVALID', `${files.name} has no manifest.json: ${reason}`);
}

async function readConfig(files: ImageFiles, name: string): Promise<Uint8Array> {
  const bytes = await files.read(name, limits.documentBytes);
  if (bytes !== undefined) return bytes;
  const reason = files.flaw === undefined ? 'which is not there' : `but ${files.flaw}`;
  throw new PratiqueError(
    'ARCHIVE_INVALID',
    `${files.name}: manifest.json names the configuration ${JSON.stringify(name.slice(0, 200))}, ${reason}`,
  );
}

async function storedLayer(files: ImageFiles, name: string, layerIndex: number, diffId: Digest | undefined): Promise<StoredLayer> {
  const digest = name.startsWith('blobs/') ? digestOfName(name) : undefined;
  const known = { ...(digest === undefined ? {} : { digest }) };
  const content = await files.content(name, { layerIndex, ...known, ...(diffId === undefined ? {} : { diffId }) });
  if (content !== undefined) return { ...known, content };
  const message = `layer ${layerIndex}, ${JSON.stringify(name.slice(0, 200))}, is not in the archive${files.flaw === undefined ? '' : `: ${files.flaw}`}`;
  return { ...known, content: { kind: 'absent', issue: makeIssue('LAYER_MISSING', documentOrigin, message, { layerIndex }) } };
}

/** Configurations are named after their digest: `<hex>.json`, or since Docker 25 `blobs/sha256/<hex>`. */
function digestOfName(name: string): Digest | undefined {
  const match = /^(?:blobs\/(sha256|sha512)\/)?([0-9a-f]{64}|[0-9a-f]{128})(?:\.json)?$/.exec(name);
  const [, algorithm, hex] = match ?? [];
  if (hex === undefined) return undefined;
  return parseDigest(`${algorithm ?? (hex.length === 64 ? 'sha256' : 'sha512')}:${hex}`, `the name ${name}`);
}

function selectImage(images: readonly DockerSaveImage[], path: string, selector: string | undefined): DockerSaveImage {
  const positioned = images.map((image, position) => ({ image, position }));
  const selected = positioned.filter((one) => selector === undefined || isSelected(one, selector));
  const [first] = selected;
  if (first === undefined)
    throw new PratiqueError('TARGET_NOT_FOUND', `${path} has no image ${selector}; it has ${listNames(positioned.map(showImage))}`);
  if (selected.every(({ image }) => image.config === first.image.config)) return first.image;
  throw ambiguous(path, selected.map(showImage));
}

interface PositionedImage {
  readonly image: DockerSaveImage;
  /** In `manifest.json`, from 0, as skopeo counts. */
  readonly position: number;
}

function isSelected({ image, position }: PositionedImage, selector: string): boolean {
  if (!selector.startsWith('@')) return image.repoTags.some((tag) => isNameFor(tag, selector));
  return selector === `@${position}` || selector === `@${digestOfName(image.config)}`;
}

/** As it is written behind the path to select it. */
function showImage({ image, position }: PositionedImage): string {
  return image.repoTags[0] ?? `@${position}`;
}
