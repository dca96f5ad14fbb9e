import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { type LockRecord } from '../lock-record.ts';

/** One entry of composer.lock or installed.json: getcomposer.org, composer-schema.json. `undefined` without a valid name. */
export function readComposerEntry(entry: JsonObject, isDevelopment: boolean): LockRecord | undefined {
  const name = asText(entry['name'])?.toLowerCase();
  if (name === undefined || !isComposerName(name)) return undefined;
  const version = asText(entry['version']);
  const licenses = [entry['license']].flat().flatMap((license) => asText(license) ?? []);
  return {
    key: name,
    name,
    ...(version === undefined ? {} : { version }),
    licenses,
    ...(isDevelopment ? { isDevelopment } : {}),
    // `php` and `ext-json` are of the platform, and no record has their names.
    dependencies: keysOf(asObject(entry['require'])).map((each) => each.toLowerCase()),
  };
}

/** `vendor/name`, as the schema has it. */
function isComposerName(name: string): boolean {
  return /^[a-z0-9](?:[_.-]?[a-z0-9]+)*\/[a-z0-9](?:(?:[_.]|-{1,2})?[a-z0-9]+)*$/.test(name);
}
