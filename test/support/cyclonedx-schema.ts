import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema');
const validators = new Map<string, ValidateFunction>();

/** The path of an official XML schema. */
export function cycloneDxXsd(version: string): string {
  return join(folder, `bom-${version}.SNAPSHOT.xsd`);
}

/** What the official JSON schema finds wrong with a document, a line each; empty when it is valid. */
export function checkCycloneDx(document: unknown, version: string): readonly string[] {
  const validate = validators.get(version) ?? compile(version);
  validators.set(version, validate);
  return validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

function compile(version: string): ValidateFunction {
  const read = (name: string): object => JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true);
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema({ ...read(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
  return ajv.compile(read(`bom-${version}`));
}
