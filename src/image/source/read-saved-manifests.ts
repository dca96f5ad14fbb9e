import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { readDescriptor, type Descriptor } from '../../oci/document/descriptor.ts';
import { readImageIndex } from '../../oci/document/image-index.ts';
import { type ImageManifest } from '../../oci/document/image-manifest.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { type ImageFiles } from './image-files.ts';
import { listIndex } from './list-index.ts';
import { type OpenContext } from './open-image.ts';
import { layoutBlobs } from './open-layout.ts';
import { readVerified } from './read-verified.ts';

/** A manifest that the index of an archive leads to. */
export interface SavedManifest {
  readonly digest: Digest;
  readonly manifest: ImageManifest;
}

/**
 * The manifests of an archive that is an OCI layout as well, of every platform whose manifest is in it. Empty when `index.json` cannot be
 * used; a manifest that cannot be read is left out.
 */
export async function readSavedManifests(files: ImageFiles, runtime: Runtime): Promise<readonly SavedManifest[]> {
  const context: OpenContext = { name: files.name, scheme: '', platform: 'all', blobs: layoutBlobs(files), runtime };
  const found: SavedManifest[] = [];
  for (const entry of await listEntries(files, context)) {
    const manifest = await findUsable(() => readManifest(entry, context), context);
    if (manifest !== undefined) found.push({ digest: entry.digest, manifest });
  }
  return found;
}

async function listEntries(files: ImageFiles, context: OpenContext): Promise<readonly Descriptor[]> {
  const what = `${files.name}: index.json`;
  const listed = await findUsable(async () => {
    const bytes = await files.read('index.json', limits.documentBytes);
    if (bytes === undefined) return [];
    const index = parseDocument(bytes, what, (value) => readImageIndex(value, what, readDescriptor));
    return (await listIndex(index.manifests, context)).images;
  }, context);
  return (listed ?? []).map(({ entry }) => entry);
}

async function readManifest(entry: Descriptor, { blobs, runtime }: OpenContext): Promise<ImageManifest | undefined> {
  if ((await blobs.has?.(entry)) === false) return undefined;
  const document = decodeManifest(await readVerified(entry, 'manifest', blobs, runtime), 'manifest', entry.mediaType);
  return document.kind === 'manifest' ? document.manifest : undefined;
}

async function findUsable<T>(read: () => Promise<T>, { runtime }: OpenContext): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    runtime.log.debug('a document of the archive cannot be used', { reason: error.message });
    return undefined;
  }
}
