import { field, optional, readObject, readString, type JsonObject } from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readDescriptor } from './descriptor.ts';
import { readImageIndex, type ImageIndex } from './image-index.ts';
import { readImageManifest, type ImageManifest } from './image-manifest.ts';
import { bareMediaType, documentType } from './media-types.ts';
import { parseDocument } from './parse-document.ts';
import { schema1Refused } from './schema-version.ts';

export type ManifestDocument =
  { readonly kind: 'manifest'; readonly manifest: ImageManifest } | { readonly kind: 'index'; readonly index: ImageIndex };

/**
 * Decodes what a registry or a layout serves as a manifest. `declaredType` is what the descriptor or the Content-Type header
 * declared; a document of another or an ambiguous kind is refused (CVE-2021-41190).
 * Throws DOCUMENT_INVALID, DOCUMENT_TOO_LARGE, DIGEST_INVALID, LIMIT_EXCEEDED and NOT_AN_IMAGE.
 */
export function decodeManifest(bytes: Uint8Array, what: string, declaredType = ''): ManifestDocument {
  return parseDocument(bytes, what, (value) => {
    const object = readObject(value, what);
    const kind = decideKind(object, what, bareMediaType(declaredType));
    if (kind === 'index') return { kind, index: readImageIndex(object, what, readDescriptor) };
    return { kind, manifest: readImageManifest(object, what, readDescriptor) };
  });
}

function decideKind(object: JsonObject, what: string, declaredType: string): 'manifest' | 'index' {
  const ownType = optional(field(object, 'mediaType'), `${what}: mediaType`, readString) ?? '';
  const own = documentType(ownType);
  const declared = documentType(declaredType);
  if (own === 'schema-1' || declared === 'schema-1' || field(object, 'schemaVersion') === 1) throw schema1Refused(what);
  const kind = kindOfStructure(object, what, ownType);
  if (ownType !== '' && own !== kind) throw otherType(what, ownType, kind);
  if (declared === 'generic' || (own === kind && declaredType === ownType)) return kind;
  if (ownType === '' && declared === kind) return kind;
  if (ownType === '') throw otherType(what, declaredType, kind);
  throw new JsonError('type', `${what} has the media type ${ownType}, but was declared as ${declaredType}`);
}

function kindOfStructure(object: JsonObject, what: string, ownType: string): 'manifest' | 'index' {
  const isIndex = field(object, 'manifests') !== undefined;
  const isManifest = field(object, 'layers') !== undefined || field(object, 'config') !== undefined;
  const isSchema1 = field(object, 'fsLayers') !== undefined;
  if (Number(isIndex) + Number(isManifest) + Number(isSchema1) > 1)
    throw new JsonError('type', `${what} is ambiguous: it has the fields of a manifest and of an index`);
  if (isIndex) return 'index';
  if (isManifest) return 'manifest';
  const artifactType = field(object, 'artifactType');
  if (artifactType === undefined && !ownType.includes('artifact')) throw new JsonError('type', `${what} has neither layers nor manifests`);
  throw notAnImage(what, typeof artifactType === 'string' ? artifactType : ownType);
}

function otherType(what: string, mediaType: string, kind: string): Error {
  if (documentType(mediaType) === 'other') return notAnImage(what, mediaType);
  return new JsonError(
    'type',
    `${what} is declared as ${mediaType}, but has the fields of ${kind === 'index' ? 'an index' : 'a manifest'}`,
  );
}

/** `type` is the artifact's: it distinguishes a Helm chart from a signature. */
export function notAnImage(what: string, type: string): PratiqueError {
  return new PratiqueError('NOT_AN_IMAGE', `${what} is an artifact of type ${type.slice(0, 200)}, not an image`);
}
