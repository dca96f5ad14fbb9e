import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const validators = new Map<string, ValidateFunction>();

/** What an official schema of `test/support/schemas/` finds wrong with a document, formats too, a line each; empty when it is valid. */
export function checkOfficialSchema(document: unknown, name: string): readonly string[] {
  const validate = validators.get(name) ?? compile(name);
  validators.set(name, validate);
  return validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** Drafts 4 and 7 differ in nothing that these schemas use but the name of `$id`. */
function compile(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL(`schemas/${name}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
  for (const key of ['id', '$id', '$schema']) Reflect.deleteProperty(schema, key);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
