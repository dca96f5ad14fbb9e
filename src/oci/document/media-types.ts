/** Media types of documents; OCI image-spec, media-types.md, with Docker's of "Image Manifest V 2, Schema 2". */
const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

const manifestTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

/** Media types that requests for a manifest prefer. */
export const acceptedDocumentTypes: readonly string[] = [...manifestTypes, ...indexTypes];

const schema1Types: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
]);

/** Types that servers send for anything: they say nothing. */
const genericTypes: ReadonlySet<string> = new Set([
  '',
  'application/json',
  'application/octet-stream',
  'text/plain',
  'binary/octet-stream',
]);

export type DocumentType = 'manifest' | 'index' | 'schema-1' | 'generic' | 'other';

export function documentType(mediaType: string): DocumentType {
  if (manifestTypes.has(mediaType)) return 'manifest';
  if (indexTypes.has(mediaType)) return 'index';
  if (schema1Types.has(mediaType)) return 'schema-1';
  return genericTypes.has(mediaType) ? 'generic' : 'other';
}

/** A Content-Type header without its parameters; RFC 9110, 8.3.1. */
export function bareMediaType(header: string): string {
  const semicolon = header.indexOf(';');
  return (semicolon === -1 ? header : header.slice(0, semicolon)).trim().toLowerCase();
}

/** Configurations of images; Docker before 1.10 pushed them as plain bytes. */
export function isImageConfigType(mediaType: string): boolean {
  return imageConfigTypes.has(mediaType);
}

const imageConfigTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
]);

/** Layers that unpack to files, however they are compressed; that is decided by their bytes. Encrypted ones do not. */
export function isFilesystemLayerType(mediaType: string): boolean {
  return layerPattern.test(mediaType);
}

const layerPattern =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1|docker\.image\.rootfs(?:\.foreign)?\.diff)\.tar(?:[.+](?:gzip|zstd))?$/;

/** Layers that their owner does not allow registries to hand on, such as those of Windows. */
export function isForeignLayerType(mediaType: string): boolean {
  return mediaType.includes('.nondistributable.') || mediaType.includes('.foreign.');
}
