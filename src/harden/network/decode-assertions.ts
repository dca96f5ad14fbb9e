import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { limits } from '../../model/limits.ts';
import { assertionForms, type NetworkAssertion, parseAssertion } from './assertion.ts';

/** The `network` section of `pratique.yaml`: a list of assertions. Throws CONFIG_INVALID with file, line and column. */
export function decodeAssertions(text: string, path: string): readonly NetworkAssertion[] {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return [];
    const section = root.mapping(configurationSections).optional('network', (value) =>
      value.list().map((entry) => {
        const assertion = parseAssertion(entry.text());
        if (assertion === undefined) throw entry.fault('is no assertion', assertionForms.join('; '));
        return assertion;
      }),
    );
    return section ?? [];
  } catch (error) {
    throw error instanceof YamlError ? configurationError(path, error) : error;
  }
}
