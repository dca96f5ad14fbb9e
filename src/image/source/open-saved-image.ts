import { digestAlgorithm, isDigest, type Digest } from '../../model/digest.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { decodeImageConfig, documentOrigin } from '../../oci/document/image-config.ts';
import { makeLayers, type StoredLayer } from '../../oci/document/make-layers.ts';
import { computeDigest, verifyDigest } from '../../oci/document/verify-digest.ts';
import { checkPlatform } from './check-platform.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { openedImage } from './opened-image.ts';
import { type SavedManifest } from './read-saved-manifests.ts';
import { digestOfName, type SavedImage } from './saved-images.ts';

/**
 * Opens an image as `manifest.json` describes it; `manifests` are those of the archive's index, where it has one. Throws ARCHIVE_INVALID,
 * DIGEST_MISMATCH, PLATFORM_NOT_FOUND and what decoding a configuration throws.
 */
export async function openSavedImage(
  files: ImageFiles,
  saved: SavedImage,
  manifests: readonly SavedManifest[],
  target: StoredTarget,
  options: OpenOptions,
): Promise<Image> {
  const { bytes, digest: configDigest, issues: configIssues } = await readConfig(files, saved.config);
  const pin = target.selector?.slice(1);
  // An image that was chosen by its digest is that image, whatever its file is called.
  if (isDigest(pin)) verifyDigest(bytes, pin, `${files.name}: configuration`);
  const { config, platform, issues } = decodeImageConfig(bytes, `${files.name}: configuration`);
  checkPlatform({ name: target.name, platform }, options);
  const stored: StoredLayer[] = [];
  for (const [layerIndex, name] of saved.layers.entries()) {
    const diffId = config.diffIds.length === saved.layers.length ? config.diffIds[layerIndex] : undefined;
    stored.push(await storedLayer(files, name, layerIndex, diffId));
  }
  const manifest = manifests.find((one) => isManifestOf(one, configDigest, saved.layers));
  const made = makeLayers(manifest === undefined ? stored : describe(stored, manifest), config);
  return openedImage({
    name: target.name,
    scheme: target.scheme,
    ...(manifest === undefined ? {} : { manifestDigest: manifest.digest }),
    configDigest,
    platform,
    config,
    layers: made.layers,
    issues: [...configIssues, ...issues, ...made.issues],
  });
}

/** Whether a manifest of the index is for this very configuration and these very layers. */
export function isManifestOf({ manifest }: SavedManifest, configDigest: Digest, layers: readonly string[]): boolean {
  if (manifest.config.digest !== configDigest || manifest.layers.length !== layers.length) return false;
  return layers.every((name, index) => blobDigest(name) === manifest.layers[index]!.digest);
}

interface ReadConfig {
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly digest: Digest;
  readonly issues: readonly Issue[];
}

/** Docker goes by the content whatever the file is called; a blob that is not what its name says is damaged all the same. */
async function readConfig(files: ImageFiles, name: string): Promise<ReadConfig> {
  const what = `${files.name}: configuration`;
  const bytes = await files.read(name, limits.documentBytes);
  if (bytes === undefined) throw noConfig(files, name);
  const blob = blobDigest(name);
  if (blob !== undefined) verifyDigest(bytes, blob, what);
  const digest = computeConfigDigest(name, bytes);
  const isNamed = (digestOfName(name) ?? digest) === digest;
  const issues = isNamed ? [] : [makeIssue('CONFIG_NAME_MISMATCH', documentOrigin, `${what} ${name} has the digest ${digest}`)];
  return { bytes, digest, issues };
}

/** By the algorithm that its name shows. */
export function computeConfigDigest(name: string, bytes: Uint8Array): Digest {
  const named = digestOfName(name);
  return computeDigest(named === undefined ? 'sha256' : digestAlgorithm(named), bytes);
}

function noConfig({ name: archive, flaw }: ImageFiles, name: string): PratiqueError {
  const reason = flaw === undefined ? 'which is not in the archive' : `but ${flaw}`;
  return new PratiqueError(
    'ARCHIVE_INVALID',
    `${archive}: manifest.json names the configuration ${JSON.stringify(name.slice(0, 200))}, ${reason}`,
  );
}

async function storedLayer(files: ImageFiles, name: string, layerIndex: number, diffId: Digest | undefined): Promise<StoredLayer> {
  const digest = blobDigest(name);
  const known = { ...(digest === undefined ? {} : { digest }) };
  const content = await files.content(name, { layerIndex, ...known, ...(diffId === undefined ? {} : { diffId }) });
  if (content !== undefined) return { ...known, content };
  const message = `layer ${layerIndex}, ${JSON.stringify(name.slice(0, 200))}, is not in the archive${files.flaw === undefined ? '' : `: ${files.flaw}`}`;
  return { ...known, content: { kind: 'absent', issue: makeIssue('LAYER_MISSING', documentOrigin, message, { layerIndex }) } };
}

/** Only files in the folder of blobs are named after their digest. */
function blobDigest(name: string): Digest | undefined {
  return name.startsWith('blobs/') ? digestOfName(name) : undefined;
}

function describe(layers: readonly StoredLayer[], { manifest }: SavedManifest): readonly StoredLayer[] {
  return layers.map((layer, i) => {
    const { mediaType, size } = manifest.layers[i]!;
    return { ...layer, isInManifest: true, mediaType, size };
  });
}
