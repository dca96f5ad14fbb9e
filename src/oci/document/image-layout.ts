import { JsonError } from '../../lib/json/json-error.ts';
import { field, readObject, readString } from '../../lib/json/json-readers.ts';

/** The `oci-layout` file; OCI image-spec, image-layout.md. Only version 1.0.0 exists; a later minor version must stay readable. */
export function readImageLayout(value: unknown, what: string): string {
  const version = readString(field(readObject(value, what), 'imageLayoutVersion'), `${what}: imageLayoutVersion`);
  if (/^1\.\d{1,3}\.\d{1,3}$/.test(version)) return version;
  throw new JsonError('type', `${what}: version ${JSON.stringify(version.slice(0, 40))} is not supported`);
}
