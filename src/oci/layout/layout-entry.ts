import { JsonError } from '../../lib/json/json-error.ts';
import { field, isJsonObject, type JsonObject, readObject } from '../../lib/json/json-readers.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Descriptor, readDescriptor } from '../document/descriptor.ts';
import { parseDocument } from '../document/parse-document.ts';
import { nameOf, withName } from './layout-index.ts';

/** What a manifest says of itself in the layout. */
export interface Link {
  readonly subject?: string;
  readonly artifactType?: string;
}

export function missing(name: string, tagOrDigest: string): PratiqueError {
  return new PratiqueError('TARGET_NOT_FOUND', `${name} has no ${tagOrDigest}`);
}

/** Two tools could take two different images for the one that was named. */
export function ambiguous(name: string, tag: string, digests: readonly unknown[]): PratiqueError {
  return new PratiqueError(
    'TARGET_AMBIGUOUS',
    `${name} names ${digests.length} images ${tag}: ${digests.slice(0, 5).map(String).join(', ')}`,
    {
      hint: 'choose one by its digest, as PATH@DIGEST',
    },
  );
}

/** Throws DOCUMENT_INVALID and DIGEST_INVALID. */
export function readEntry(entry: JsonObject, what: string): Descriptor {
  try {
    return readDescriptor(entry, what);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new PratiqueError('DOCUMENT_INVALID', cause.message, { cause });
  }
}

export function withTag(entries: readonly JsonObject[], entry: JsonObject, tag: string): readonly JsonObject[] {
  return [...entries.filter((each) => nameOf(each) !== tag), withName(entry, tag)];
}

export function readLink(value: unknown, what: string): Link {
  const object = readObject(value, what);
  const subject = field(object, 'subject');
  const digest = isJsonObject(subject) ? field(subject, 'digest') : undefined;
  const artifactType = field(object, 'artifactType');
  return {
    ...(typeof digest === 'string' ? { subject: digest } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
  };
}

export function ownMediaType(bytes: Uint8Array, what: string): string | undefined {
  const mediaType = parseDocument(bytes, what, (value) => field(readObject(value, what), 'mediaType'));
  return typeof mediaType === 'string' ? mediaType : undefined;
}
