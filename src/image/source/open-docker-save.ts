import { type Image, type OpenOptions } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ErrorCode } from '../../model/error-codes.ts';
import { type Runtime } from '../../model/runtime.ts';
import { documentOrigin } from '../../oci/document/image-config.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { openLayout } from './open-layout.ts';
import { computeConfigDigest, isManifestOf, openSavedImage } from './open-saved-image.ts';
import { isLayout } from './is-layout.ts';
import { withReferences } from './with-references.ts';
import { readSavedManifests, type SavedManifest } from './read-saved-manifests.ts';
import { readSavedImages, selectSavedImage, selectSavedImages, type SavedImage } from './saved-images.ts';

/**
 * Opens what `docker save`, `podman save` or skopeo wrote; moby, image/tarexport. Since Docker 25 such an archive is an OCI layout as
 * well, and the index decides: it lists every platform where `manifest.json` names one. An image that only `manifest.json` names is
 * opened by it; where the two do not describe the same image, an issue says so. Names are looked up only inside. Throws ARCHIVE_INVALID,
 * TARGET_AMBIGUOUS, TARGET_NOT_FOUND, PLATFORM_NOT_FOUND, DIGEST_MISMATCH and what decoding throws.
 */
export async function openDockerSave(
  files: ImageFiles,
  target: StoredTarget,
  options: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[]> {
  const saved = await readSavedImages(files);
  const hasIndex = await isLayout(files);
  const manifests = hasIndex ? await readSavedManifests(files, runtime) : [];
  const openSaved = async (): Promise<readonly Image[]> => [
    await openSavedImage(files, selectSavedImage(saved, files.name, target.selector), manifests, target, options),
  ];
  const selected = selectSavedImages(saved, target.selector);
  const references = [...new Set(selected.flatMap(({ repoTags }) => repoTags))];
  if (!hasIndex) return withReferences(await openSaved(), references);
  const isByPosition = target.selector?.startsWith('@') === true && selected.length > 0;
  const { images, problem } = isByPosition ? { images: await openSaved() } : await openByIndex(files, target, options, openSaved, runtime);
  const conflict = problem ?? (await findConflict(files, selected, manifests));
  const named = withReferences(images, references);
  return conflict === undefined ? named : named.map((image) => withConflict(image, conflict));
}

interface OpenedByIndex {
  readonly images: readonly Image[];
  /** Why the index was not used. */
  readonly problem?: string;
}

/** Falls back to `manifest.json` when the index is damaged, or does not know the name. */
async function openByIndex(
  files: ImageFiles,
  target: StoredTarget,
  options: OpenOptions,
  openSaved: () => Promise<readonly Image[]>,
  runtime: Runtime,
): Promise<OpenedByIndex> {
  try {
    return { images: await openLayout(files, target, options, runtime) };
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    if (error.code === 'TARGET_NOT_FOUND') return { images: await openSaved() };
    if (!indexProblems.has(error.code)) throw error;
    return { images: await openSaved(), problem: `index.json was not used: ${error.message}` };
  }
}

/** What is wrong with the index itself, rather than with what was asked of it. */
const indexProblems: ReadonlySet<ErrorCode> = new Set([
  'DOCUMENT_INVALID',
  'DOCUMENT_TOO_LARGE',
  'DIGEST_INVALID',
  'DIGEST_MISMATCH',
  'LAYOUT_INVALID',
  'LIMIT_EXCEEDED',
  'NOT_AN_IMAGE',
]);

/** The first image of `manifest.json` that the index does not lead to. Docker's classic image store loads that one, containerd's the other. */
async function findConflict(
  files: ImageFiles,
  selected: readonly SavedImage[],
  manifests: readonly SavedManifest[],
): Promise<string | undefined> {
  for (const { config, layers, position } of selected) {
    const bytes = await files.read(config, limits.documentBytes);
    // Nothing loads an image without its configuration.
    if (bytes === undefined) continue;
    const digest = computeConfigDigest(config, bytes);
    if (!manifests.some((manifest) => isManifestOf(manifest, digest, layers)))
      return `image ${position} of manifest.json (configuration ${digest}) is not in index.json`;
  }
  return undefined;
}

function withConflict(image: Image, message: string): Image {
  return { ...image, issues: [...image.issues, makeIssue('ARCHIVE_CONFLICT', documentOrigin, message)] };
}
