import { type composeYaml } from '../../lib/yaml/compose-yaml.ts';
import { limits } from '../../model/limits.ts';
import { textOf } from './text-of.ts';

let compose: typeof composeYaml | undefined;

/** Loads the parser, a tenth of the program that few trees need; must have been awaited before {@link parseYamlContent}. */
export async function prepareYamlContent(): Promise<void> {
  compose ??= (await import('../../lib/yaml/compose-yaml.ts')).composeYaml;
}

/**
 * The first document of a YAML file as lists, objects and texts; every scalar is a text, because `1.10` is a version and no number. `undefined` for what
 * is no YAML, is nested too deep, is larger than the bound, or repeats more by aliases than the library allows. Never throws for what is in the file.
 */
export function parseYamlContent(content: Uint8Array): unknown {
  if (compose === undefined) throw new Error('prepareYamlContent() was not awaited');
  if (content.byteLength > limits.yamlLockfileBytes) return undefined;
  try {
    const { documents } = compose(textOf(content), limits.lockfileDepth, { version: '1.2', schema: 'failsafe', uniqueKeys: false });
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
