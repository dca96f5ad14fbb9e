import { field, isJsonObject, type JsonObject, readObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { readFallbackContent } from '../../oci/registry/fallback-content.ts';
import { fallbackTag } from '../../oci/registry/fallback-tag.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type ManifestToPush, type Repository } from '../../oci/registry/repository.ts';
import { mediaTypes } from './artifact-kind.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { isImageIndex, referrersTagTaken } from './referrers-tag.ts';
import { type CurrentList, emptyList, rewriteTag } from './rewrite-tag.ts';

/** A manifest that names a subject. */
export interface ListableManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
}

/**
 * Adds manifests to the index under the fallback tag of their subject, in one write; distribution-spec, "Pushing Manifests with Subject" and "Referrers Tag
 * Schema". Other entries are kept. Where the tag holds the subject itself, as `cosign copy` leaves it, the tag moves to a new
 * index, with a warning: the image keeps its digest and its other tags. Throws REFERRERS_TAG_TAKEN where the tag holds anything else, and
 * LIMIT_EXCEEDED.
 */
export async function addReferrers(
  repository: Repository,
  subject: Digest,
  manifests: readonly ListableManifest[],
  runtime: Runtime,
): Promise<void> {
  const tag = fallbackTag(subject);
  const tagged = { heldSubject: false };
  const read = (fetched: FetchedManifest): CurrentList => {
    const content = readFallbackContent(fetched, subject);
    if (content.kind === 'subject') {
      tagged.heldSubject = true;
      return emptyList;
    }
    if (content.kind === 'other' || isImageIndex(content.entries)) throw referrersTagTaken(repository.name, subject, fetched.digest);
    return content;
  };
  const change = (entries: readonly unknown[], document: JsonObject): Promise<ManifestToPush> => {
    const missing = unlisted(manifests, entries);
    if (entries.length + missing.length > limits.referrers)
      throw new PratiqueError('LIMIT_EXCEEDED', `${subject} in ${repository.name} has ${entries.length} referrers, the limit`, {
        hint: 'remove those that are no longer needed with "pratique clean"',
      });
    return Promise.resolve(indexOf(document, [...entries, ...missing.map(entryFor)]));
  };
  const isDone = (entries: readonly unknown[]): boolean => unlisted(manifests, entries).length === 0;
  await rewriteTag(repository, { tag, read, isDone, change }, runtime);
  if (tagged.heldSubject) runtime.log.warn(movedTag, { tag: `${repository.name}:${tag}`, image: `${repository.name}@${subject}` });
}

function unlisted(manifests: readonly ListableManifest[], entries: readonly unknown[]): readonly ListableManifest[] {
  const listed = new Set(entries.map(digestOf));
  return manifests.filter(({ digest }) => !listed.has(digest));
}

const movedTag =
  'a tag that held the image itself, as "cosign copy" leaves it, now lists the artifacts of the image; the image keeps its digest and its other tags';

/** Removes manifests from that index, and the index when it is empty. Does nothing where the tag holds no index of referrers. */
export async function unlistReferrers(
  repository: Repository,
  subject: Digest,
  digests: ReadonlySet<string>,
  runtime: Runtime,
): Promise<void> {
  const isGone = (entry: unknown): boolean => digests.has(digestOf(entry));
  const change = (entries: readonly unknown[], document: JsonObject): Promise<ManifestToPush | undefined> => {
    const left = entries.filter((entry) => !isGone(entry));
    return Promise.resolve(left.length === 0 ? undefined : indexOf(document, left));
  };
  const isDone = (entries: readonly unknown[]): boolean => !entries.some(isGone);
  const read = (fetched: FetchedManifest): CurrentList => {
    const content = readFallbackContent(fetched, subject);
    return content.kind === 'list' ? content : emptyList;
  };
  await rewriteTag(repository, { tag: fallbackTag(subject), read, isDone, change }, runtime);
}

/** distribution-spec: the descriptor has the manifest's artifactType, or its configuration's type, and its annotations. */
function entryFor({ bytes, mediaType, digest }: ListableManifest): JsonObject {
  const what = `manifest ${digest}`;
  const isIndex = mediaType === mediaTypes.index;
  const { artifactType, annotations } = isIndex
    ? parseDocument(bytes, what, (value) => ({
        artifactType: field(readObject(value, what), 'artifactType'),
        annotations: new Map<string, string>(),
      }))
    : decodeArtifact(bytes, what, limits.layers);
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(typeof artifactType === 'string' && artifactType !== '' ? { artifactType } : {}),
    ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
}

function digestOf(entry: unknown): string {
  return isJsonObject(entry) ? String(field(entry, 'digest')) : '';
}

function indexOf(document: JsonObject, manifests: readonly unknown[]): ManifestToPush {
  const bytes = Buffer.from(JSON.stringify({ ...document, schemaVersion: 2, mediaType: mediaTypes.index, manifests }));
  return { bytes, mediaType: mediaTypes.index, digest: computeDigest('sha256', bytes) };
}
