import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { countAttestations, sortIndexEntries, type IndexEntries } from '../../oci/document/index-entries.ts';
import { documentType } from '../../oci/document/media-types.ts';
import { type OpenContext } from './open-image.ts';
import { readVerified } from './read-verified.ts';

/** What an index and the indexes inside it list. */
export interface ListedEntries {
  /** In the order of the index. */
  readonly images: readonly ListedImage[];
  /** Types of the entries that are not images. */
  readonly artifacts: ReadonlySet<string>;
}

export interface ListedImage {
  /** Of a manifest, or of a nested index that the source does not have. */
  readonly entry: Descriptor;
  /** Attestations about it in the same index. */
  readonly attestationCount: number;
}

/** Lists the images of an index. Nested indexes are read; manifests are not. Throws LIMIT_EXCEEDED and what decoding an index throws. */
export async function listIndex(entries: readonly Descriptor[], context: OpenContext): Promise<ListedEntries> {
  const listing: Listing = { context, visited: 0, images: [], artifacts: new Set() };
  await addEntries(entries, 1, listing);
  return listing;
}

interface Listing {
  readonly context: OpenContext;
  /** Entries of all indexes together. */
  visited: number;
  readonly images: ListedImage[];
  readonly artifacts: Set<string>;
}

async function addEntries(manifests: readonly Descriptor[], depth: number, listing: Listing): Promise<void> {
  const { name } = listing.context;
  listing.visited += manifests.length;
  if (depth > limits.indexDepth) throw new PratiqueError('LIMIT_EXCEEDED', `${name}: indexes nested more than ${limits.indexDepth} deep`);
  if (listing.visited > limits.indexEntries)
    throw new PratiqueError('LIMIT_EXCEEDED', `${name}: more than ${limits.indexEntries} index entries`);
  const entries = sortIndexEntries(manifests);
  for (const entry of entries.others) listing.artifacts.add(entry.artifactType ?? entry.mediaType);
  for (const entry of entries.images) await addEntry(entry, entries, depth, listing);
}

async function addEntry(entry: Descriptor, siblings: IndexEntries, depth: number, listing: Listing): Promise<void> {
  const { name, blobs, runtime } = listing.context;
  runtime.signal.throwIfAborted();
  const isIndex = documentType(entry.mediaType) === 'index' && (await blobs.has?.(entry)) !== false;
  if (!isIndex) {
    listing.images.push({ entry, attestationCount: countAttestations(siblings.attestations, entry.digest) });
    return;
  }
  const what = `${name}: index`;
  const document = decodeManifest(await readVerified(entry, what, blobs, runtime), what, entry.mediaType);
  // Decoding has compared the announced type with the document.
  if (document.kind === 'index') await addEntries(document.index.manifests, depth + 1, listing);
}
