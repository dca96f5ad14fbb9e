import { isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { composeYaml } from '../../lib/yaml/compose-yaml.ts';
import { limits } from '../../model/limits.ts';
import { SbomError } from './sbom-error.ts';

/** SPDX 2 in YAML, which has the members of the JSON form. Aliases are refused: what they repeat cannot be bounded. Throws {@link SbomError}. */
export function parseSpdxYaml(text: string): JsonObject {
  const { documents, tooDeepAt } = composeYaml(text, limits.sbomDepth, { version: '1.2', schema: 'core', strict: true, uniqueKeys: true });
  if (tooDeepAt !== undefined) throw new SbomError(`is nested more than ${limits.sbomDepth} deep`);
  const [document] = documents;
  if (document === undefined || document.errors.length > 0) throw new SbomError('is not valid YAML');
  const value: unknown = toValue(document);
  if (isJsonObject(value)) return value;
  throw new SbomError('is YAML, but not an SBOM');
}

function toValue(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new SbomError('is YAML with aliases, which are not allowed here');
  }
}
