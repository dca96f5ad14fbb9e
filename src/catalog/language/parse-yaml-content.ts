import { composeYaml } from '../../lib/yaml/compose-yaml.ts';
import { limits } from '../../model/limits.ts';
import { textOf } from './text-of.ts';

/**
 * The first document of a YAML file as lists, objects and texts; every scalar is a text, because `1.10` is a version and no number. `undefined` for what
 * is no YAML, is nested too deep, is larger than the bound, or repeats more by aliases than the library allows. Never throws.
 */
export function parseYamlContent(content: Uint8Array): unknown {
  if (content.byteLength > limits.yamlLockfileBytes) return undefined;
  try {
    const { documents } = composeYaml(textOf(content), limits.lockfileDepth, { version: '1.2', schema: 'failsafe', uniqueKeys: false });
    const [document] = documents;
    return document === undefined || document.errors.length > 0 ? undefined : (document.toJS() as unknown);
  } catch {
    return undefined;
  }
}

/** Why it gave nothing. */
export function yamlProblem(content: Uint8Array): string {
  return content.byteLength > limits.yamlLockfileBytes ? `is larger than ${limits.yamlLockfileBytes} bytes` : 'is not YAML';
}
