import { field, type JsonObject, readObject } from '../../lib/json/json-readers.ts';
import { type Digest, digestAlgorithm } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDocument } from '../document/parse-document.ts';
import { computeDigest } from '../document/verify-digest.ts';
import { type FetchedManifest } from './fetched-manifest.ts';

/**
 * What the fallback tag of a digest holds. `list`: an index of referrers, which may also name manifests that are none. `subject`: the image itself,
 * which `cosign copy` leaves under this tag. `other`: anything else.
 */
export type FallbackContent =
  | { readonly kind: 'list'; readonly document: JsonObject; readonly entries: readonly unknown[] }
  | { readonly kind: 'subject' }
  | { readonly kind: 'other' };

/** Only an index of referrers is a list of referrers (distribution-spec, "Referrers Tag Schema"): everything else lists nothing, and is no error. */
export function readFallbackContent({ bytes }: FetchedManifest, subject: Digest): FallbackContent {
  if (computeDigest(digestAlgorithm(subject), bytes) === subject) return { kind: 'subject' };
  const document = parseIfObject(bytes);
  const entries = document === undefined ? undefined : field(document, 'manifests');
  if (document === undefined || !Array.isArray(entries)) return { kind: 'other' };
  return { kind: 'list', document, entries };
}

function parseIfObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return parseDocument(bytes, 'fallback tag', readObject);
  } catch (error) {
    if (error instanceof PratiqueError && (error.code === 'DOCUMENT_INVALID' || error.code === 'DOCUMENT_TOO_LARGE')) return undefined;
    throw error;
  }
}
