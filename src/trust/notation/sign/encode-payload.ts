import { JsonError } from '../../../lib/json/json-error.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { readMediaType } from '../../../oci/document/descriptor.ts';

/** What is signed; Notary Project, signature-specification.md, payload. Throws USAGE for annotations of the reserved namespace. */
export function encodePayload({ mediaType, digest, size }: SubjectDescriptor, annotations: ReadonlyMap<string, string>): Uint8Array {
  const reserved = [...annotations.keys()].find((name) => name.startsWith('io.cncf.notary'));
  if (reserved !== undefined)
    throw new PratiqueError('USAGE', `the metadata ${JSON.stringify(reserved)} is of a name that the specification reserves`);
  assertMediaType(mediaType);
  const targetArtifact = { mediaType, digest, size, ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }) };
  return Buffer.from(JSON.stringify({ targetArtifact }));
}

function assertMediaType(mediaType: string): void {
  try {
    readMediaType(mediaType, 'media type');
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new PratiqueError('DOCUMENT_INVALID', cause.message, { cause });
  }
}
