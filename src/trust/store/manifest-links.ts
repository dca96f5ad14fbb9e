import { JsonError } from '../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readCount, readObject, readString } from '../../lib/json/json-readers.ts';
import { type Digest, parseDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { schema1Refused } from '../../oci/document/schema-version.ts';
import { mediaTypes } from './artifact-kind.ts';

/** The manifests and blobs that a manifest, an index or an artifact names. */
export interface ManifestLinks {
  /** The document's own media type, or the one its structure implies. */
  readonly mediaType: string;
  readonly manifests: readonly Link[];
  readonly blobs: readonly Link[];
  readonly subject?: Digest;
}

export interface Link {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** Reads the links of any kind of manifest, known or not. Throws DOCUMENT_INVALID, DOCUMENT_TOO_LARGE, DIGEST_INVALID and LIMIT_EXCEEDED. */
export function readManifestLinks(bytes: Uint8Array, what: string): ManifestLinks {
  return parseDocument(bytes, what, (value) => {
    const object = readObject(value, what);
    if (field(object, 'schemaVersion') === 1) throw schema1Refused(what);
    const [manifests, config, layers] = ['manifests', 'config', 'layers'].map((key) => field(object, key));
    if (manifests !== undefined && (config !== undefined || layers !== undefined))
      throw new JsonError('type', `${what} is ambiguous: it has the fields of a manifest and of an index`);
    if (manifests === undefined && config === undefined && layers === undefined)
      throw new JsonError('type', `${what} has neither layers nor manifests`);
    const subject = optional(field(object, 'subject'), `${what}: subject`, readLink);
    const own = config === undefined ? [] : [readLink(config, `${what}: config`)];
    return {
      mediaType: ownType(object, what) ?? (manifests === undefined ? mediaTypes.manifest : mediaTypes.index),
      manifests: readLinks(manifests ?? [], `${what}: manifests`, limits.indexEntries),
      blobs: [...own, ...readLinks(layers ?? [], `${what}: layers`, limits.layers)],
      ...(subject === undefined ? {} : { subject: subject.digest }),
    };
  });
}

function ownType(object: JsonObject, what: string): string | undefined {
  return optional(field(object, 'mediaType'), `${what}: mediaType`, readString);
}

function readLinks(value: unknown, what: string, bound: number): readonly Link[] {
  if (Array.isArray(value) && value.length > bound)
    throw new PratiqueError('LIMIT_EXCEEDED', `${what} has ${value.length} entries, more than ${bound}`);
  return readArray(value, what, readLink);
}

function readLink(value: unknown, what: string): Link {
  const object = readObject(value, what);
  return {
    mediaType: readString(field(object, 'mediaType'), `${what}.mediaType`),
    digest: parseDigest(field(object, 'digest'), `${what}.digest`),
    size: readCount(field(object, 'size'), `${what}.size`),
  };
}
