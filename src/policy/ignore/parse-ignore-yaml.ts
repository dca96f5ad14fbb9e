import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { limits } from '../../model/limits.ts';

/** A YAML or JSON text of another tool, whose keys may repeat. Throws YamlError. */
export function parseIgnoreYaml(text: string): YamlValue {
  return parseYaml(text, {
    maxBytes: limits.suppressionFileBytes,
    maxDepth: limits.configurationDepth,
    maxValues: limits.suppressionFileValues,
    allowsRepeatedKeys: true,
  });
}
