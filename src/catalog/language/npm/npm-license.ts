import { asObject, asText, type JsonObject } from '../json-object.ts';

/**
 * Licences of a package.json or of a lock file's entry: docs.npmjs.com, package.json, license. Today an SPDX expression; before, an
 * object `{ type, url }`, a list of either, or any of these under `licenses`. What has no name is left out.
 */
export function readNpmLicenses(manifest: JsonObject): readonly string[] {
  const found = new Set<string>();
  for (const value of [manifest['license'], manifest['licenses']].flat()) {
    const object = asObject(value);
    const name = asText(value) ?? asText(object?.['type']) ?? asText(object?.['name']);
    if (name !== undefined) found.add(name);
  }
  return [...found];
}
