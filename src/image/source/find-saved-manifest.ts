import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { readDescriptor, type Descriptor } from '../../oci/document/descriptor.ts';
import { readImageIndex } from '../../oci/document/image-index.ts';
import { sortIndexEntries } from '../../oci/document/index-entries.ts';
import { type ImageManifest } from '../../oci/document/image-manifest.ts';
import { type StoredLayer } from '../../oci/document/make-layers.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { type ImageFiles } from './image-files.ts';
import { blobName, layoutBlobs } from './open-layout.ts';
import { readVerified } from './read-verified.ts';

export interface SavedManifest {
  readonly digest: Digest;
  /** With what the manifest says of them. */
  readonly layers: readonly StoredLayer[];
}

/**
 * The manifest of an image that Docker 25 or later saved: its archive is an OCI layout as well. `undefined` when there is none
 * for this very configuration and these very layers; `manifest.json` then says all that is known.
 */
export async function findSavedManifest(
  files: ImageFiles,
  configDigest: Digest,
  layers: readonly StoredLayer[],
  runtime: Runtime,
): Promise<SavedManifest | undefined> {
  try {
    return await search(await readIndex(files), 1, { files, configDigest, layers, runtime });
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    runtime.log.debug('the archive has no usable OCI index', { reason: error.message });
    return undefined;
  }
}

interface Wanted {
  readonly files: ImageFiles;
  readonly configDigest: Digest;
  readonly layers: readonly StoredLayer[];
  readonly runtime: Runtime;
}

async function readIndex(files: ImageFiles): Promise<readonly Descriptor[]> {
  const bytes = await files.read('index.json', limits.documentBytes);
  if (bytes === undefined) return [];
  const what = `${files.name}: index.json`;
  return parseDocument(bytes, what, (value) => readImageIndex(value, what, readDescriptor)).manifests;
}

async function search(entries: readonly Descriptor[], depth: number, wanted: Wanted): Promise<SavedManifest | undefined> {
  if (depth > limits.indexDepth) return undefined;
  const blobs = layoutBlobs(wanted.files);
  for (const entry of sortIndexEntries(entries).images) {
    // Of other platforms the archive has the names only.
    if (!(await wanted.files.has(blobName(entry.digest)))) continue;
    const bytes = await readVerified(entry, 'manifest', blobs, wanted.runtime);
    const document = decodeManifest(bytes, 'manifest', entry.mediaType);
    if (document.kind === 'manifest' && isOf(document.manifest, wanted)) return describe(document.manifest, entry.digest, wanted.layers);
    const nested = document.kind === 'index' ? await search(document.index.manifests, depth + 1, wanted) : undefined;
    if (nested !== undefined) return nested;
  }
  return undefined;
}

function isOf(manifest: ImageManifest, wanted: Wanted): boolean {
  if (manifest.config.digest !== wanted.configDigest || manifest.layers.length !== wanted.layers.length) return false;
  return manifest.layers.every((layer, i) => layer.digest === wanted.layers[i]!.digest);
}

function describe(manifest: ImageManifest, digest: Digest, layers: readonly StoredLayer[]): SavedManifest {
  return {
    digest,
    layers: layers.map((layer, i) => ({ ...layer, mediaType: manifest.layers[i]!.mediaType, size: manifest.layers[i]!.size })),
  };
}
