import { JsonError } from '../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readCount, readObject, readString } from '../../lib/json/json-readers.ts';
import { type Digest, parseDigest } from '../../model/digest.ts';
import { readAnnotations } from '../../oci/document/descriptor.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';

/** A manifest of an artifact; OCI image-spec, manifest.md, "Guidelines for Artifact Usage". */
export interface ArtifactManifest {
  /** The manifest's own type, or the media type of its configuration. */
  readonly artifactType: string;
  readonly config?: ArtifactPart;
  readonly layers: readonly ArtifactPart[];
  readonly subject?: Digest;
  readonly annotations: ReadonlyMap<string, string>;
  /** There are more layers than were read. */
  readonly isCut: boolean;
}

export interface ArtifactPart {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Differs from `decodeManifest` in one thing: media types may have parameters, as those of sigstore bundles before v0.3 do. Reads the first
 * `maxLayers` layers only. Throws DOCUMENT_INVALID, DOCUMENT_TOO_LARGE and DIGEST_INVALID.
 */
export function decodeArtifact(bytes: Uint8Array, what: string, maxLayers: number): ArtifactManifest {
  return parseDocument(bytes, what, (value) => readArtifact(readObject(value, what), what, maxLayers));
}

function readArtifact(object: JsonObject, what: string, maxLayers: number): ArtifactManifest {
  // A signature is never an index. Other clients read a document that is both differently (CVE-2021-41190).
  if (field(object, 'manifests') !== undefined)
    throw new JsonError('type', `${what} is an image index, not a signature or another artifact`);
  if (field(object, 'schemaVersion') !== 2) throw new JsonError('type', `${what}: schemaVersion is not 2`);
  const layers = field(object, 'layers');
  const config = optional(field(object, 'config'), `${what}: config`, readPart);
  const subject = optional(field(object, 'subject'), `${what}: subject`, readPart);
  return {
    artifactType: optional(field(object, 'artifactType'), `${what}: artifactType`, readType) ?? config?.mediaType ?? '',
    layers: readArray(Array.isArray(layers) ? layers.slice(0, maxLayers) : layers, `${what}: layers`, readPart),
    annotations: optional(field(object, 'annotations'), `${what}: annotations`, readAnnotations) ?? new Map<string, string>(),
    isCut: Array.isArray(layers) && layers.length > maxLayers,
    ...(config === undefined ? {} : { config }),
    ...(subject === undefined ? {} : { subject: subject.digest }),
  };
}

function readPart(value: unknown, what: string): ArtifactPart {
  const object = readObject(value, what);
  return {
    mediaType: readType(field(object, 'mediaType'), `${what}.mediaType`),
    digest: parseDigest(field(object, 'digest'), `${what}.digest`),
    size: readCount(field(object, 'size'), `${what}.size`),
    annotations: optional(field(object, 'annotations'), `${what}.annotations`, readAnnotations) ?? new Map<string, string>(),
  };
}

function readType(value: unknown, what: string): string {
  const text = readString(value, what);
  if (text.length <= 255 && /^[\x21-\x7e]+(?: ?[\x21-\x7e]+)*$/.test(text)) return text;
  throw new JsonError('type', `${what} is not a media type`);
}
