import { type JsonObject } from '../../../lib/json/json-readers.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { computeDigest } from '../../../oci/document/verify-digest.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import {
  appendToConfig,
  appendToManifest,
  type ImageDocuments,
  type LayerHistory,
  replaceInIndex,
} from '../../../remedy/patch/append-layer.ts';
import { copyImage } from '../../../trust/store/copy-image.ts';
import { type ResolvedImage } from '../../../trust/store/resolve-image.ts';
import { type MadeLayer } from './buildah-layer.ts';

export interface StoredManifest {
  readonly digest: string;
  readonly size: number;
}

/** The image with one more layer, in the same repository, under a tag. */
export async function storeWithLayer(
  repository: Repository,
  { manifest, config }: ImageDocuments,
  { layer, history, tag }: { readonly layer: MadeLayer; readonly history: LayerHistory; readonly tag: string },
  runtime: Runtime,
): Promise<StoredManifest> {
  const newConfig = encode(appendToConfig(config, layer, history));
  const newManifest = encode(appendToManifest(manifest, layer, { digest: newConfig.digest, size: newConfig.bytes.length }));
  await repository.pushBlob({ digest: layer.digest as never, size: layer.size }, { open: layer.open }, runtime);
  await repository.pushBlob({ digest: newConfig.digest, size: newConfig.bytes.length }, { open: () => once(newConfig.bytes) }, runtime);
  await repository.pushManifest({ bytes: newManifest.bytes, digest: newManifest.digest, mediaType: mediaTypeOf(manifest), tag }, runtime);
  return { digest: newManifest.digest, size: newManifest.bytes.length };
} // prettier-ignore

/** Stores the patched image where it is wanted: as it is, or in an index with the other platforms of the source. */
export async function publish(
  patched: { readonly repository: Repository; readonly manifest: StoredManifest },
  source: { readonly repository: Repository; readonly top: ResolvedImage; readonly replaced: string },
  target: { readonly repository: Repository; readonly tag: string },
  runtime: Runtime,
): Promise<{ readonly digest: string; readonly droppedAttestations: number }> {
  const { top, replaced } = source;
  const from = { repository: patched.repository, tagOrDigest: patched.manifest.digest };
  const options = { withArtifacts: false };
  if (!top.isIndex) {
    const { digest } = await copyImage(from, target, options, runtime);
    return { digest, droppedAttestations: 0 };
  }
  await copyImage(from, { repository: target.repository }, options, runtime);
  const document = JSON.parse(Buffer.from(top.bytes).toString('utf8')) as JsonObject;
  const { index, droppedAttestations } = replaceInIndex(document, replaced, patched.manifest);
  const others = [...top.platforms, ...top.attestations.filter(({ about }) => about !== replaced)].filter(({ digest }) => digest !== replaced);
  for (const { digest } of others) await copyImage({ repository: source.repository, tagOrDigest: digest }, { repository: target.repository }, options, runtime);
  const { bytes, digest } = encode(index);
  await target.repository.pushManifest({ bytes, digest, mediaType: top.mediaType, tag: target.tag }, runtime);
  return { digest, droppedAttestations };
} // prettier-ignore

function encode(document: JsonObject) {
  const bytes = Buffer.from(JSON.stringify(document));
  return { bytes, digest: computeDigest('sha256', bytes) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is stored is read as a stream
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function mediaTypeOf(manifest: JsonObject): string {
  const { mediaType } = manifest as { readonly mediaType?: unknown };
  return typeof mediaType === 'string' ? mediaType : 'application/vnd.oci.image.manifest.v1+json';
}
