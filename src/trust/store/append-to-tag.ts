import { field, isJsonObject, type JsonObject, readArray, readObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { isFilesystemLayerType } from '../../oci/document/media-types.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type ManifestToPush, type Repository } from '../../oci/registry/repository.ts';
import { makeCosignImage } from './cosign-image.ts';
import { type ArtifactPlace } from './found-artifact.ts';
import { pushBytes } from './push-referrer.ts';
import { type CurrentList, rewriteTag } from './rewrite-tag.ts';
import { signatureTag, type SignatureTagSuffix } from './signature-tags.ts';

export interface TaggedArtifact {
  readonly repository: Repository;
  readonly subject: Digest;
  readonly suffix: SignatureTagSuffix;
}

export interface LayerToAppend {
  readonly mediaType: string;
  readonly payload: Uint8Array;
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Appends a payload to the image under cosign's tag, or creates that image; cosign, specs/SIGNATURE_SPEC.md, "Storage". Layers written by other clients are
 * kept. Throws REFERRERS_TAG_TAKEN where the tag holds an image or an index of another kind, and LIMIT_EXCEEDED when the tag already holds the most signatures that are read.
 */
export async function appendToTag(
  { repository, subject, suffix }: TaggedArtifact,
  layer: LayerToAppend,
  runtime: Runtime,
): Promise<ArtifactPlace> {
  const tag = signatureTag(subject, suffix);
  const written: JsonObject = {
    mediaType: layer.mediaType,
    size: layer.payload.length,
    digest: computeDigest('sha256', layer.payload),
    annotations: Object.fromEntries(layer.annotations),
  };
  const change = async (others: readonly unknown[], document: JsonObject): Promise<ManifestToPush> => {
    const layers = [...others, written];
    if (layers.length > limits.signatures)
      throw new PratiqueError('LIMIT_EXCEEDED', `${repository.name}:${tag} has ${others.length} signatures, the limit`, {
        hint: 'remove those that are no longer needed with "pratique clean"',
      });
    const { manifest, config } = makeCosignImage(layers, document);
    for (const bytes of [layer.payload, config]) await pushBytes(repository, bytes, runtime);
    return manifest;
  };
  // A deterministic signature made again is the same one, but may have a new timestamp or log entry.
  const isWritten = (each: unknown): boolean => sameness(each) === sameness(written);
  let index = -1;
  const isDone = (layers: readonly unknown[]): boolean => (index = layers.findIndex(isWritten)) !== -1;
  const stored = await rewriteTag(repository, { tag, read: readLayers(`${repository.name}:${tag}`, subject), isDone, change }, runtime);
  if (stored === undefined) throw new Error(`${tag} does not exist after it was written`);
  return { kind: 'tag', tag, manifest: stored.digest, layer: index };
}

function readLayers(what: string, subject: Digest): (fetched: FetchedManifest) => CurrentList {
  return ({ bytes, digest }) =>
    parseDocument(bytes, what, (value) => {
      const document = readObject(value, what);
      const isIndex = field(document, 'manifests') !== undefined;
      const entries = isIndex ? [] : readArray(field(document, 'layers'), `${what}: layers`, (layer) => layer);
      if (isIndex || entries.some(isFilesystemLayer))
        throw new PratiqueError(
          'REFERRERS_TAG_TAKEN',
          `cannot add a signature of ${subject}: the tag for its signatures, ${what}, holds ${isIndex ? 'an image index' : 'an image'} (${digest})`,
          {
            hint: 'copy what the tag holds to a tag of its own, delete this tag and sign again; or sign with --format bundle, which does not use it',
          },
        );
      return { document, entries };
    });
}

function isFilesystemLayer(layer: unknown): boolean {
  const mediaType = isJsonObject(layer) ? field(layer, 'mediaType') : undefined;
  return typeof mediaType === 'string' && isFilesystemLayerType(mediaType);
}

function sameness(layer: unknown): string {
  if (!isJsonObject(layer)) return '';
  const annotations = field(layer, 'annotations');
  const sorted = isJsonObject(annotations) ? Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return JSON.stringify([field(layer, 'digest'), sorted]);
}
