import { JsonError } from '../../lib/json/json-error.ts';
import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** Manifests and indexes are of schema 2; Docker's schema 1, deprecated since 2017, is refused by name. */
export function readSchemaVersion(object: JsonObject, what: string): void {
  const version = field(object, 'schemaVersion');
  if (version === 2) return;
  if (version === 1) throw schema1Refused(what);
  throw new JsonError(
    'type',
    version === undefined ? `${what} has no schemaVersion` : `${what}: schemaVersion is ${JSON.stringify(version).slice(0, 40)}, not 2`,
  );
}

export function schema1Refused(what: string): PratiqueError {
  return new PratiqueError('DOCUMENT_INVALID', `${what} is a manifest of schema 1, which is not supported`, {
    hint: 'pull the image and push it again with a current Docker',
  });
}
