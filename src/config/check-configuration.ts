import { parseYaml } from '../lib/yaml/parse-yaml.ts';
import { YamlError } from '../lib/yaml/yaml-error.ts';
import { configurationError } from '../model/configuration-error.ts';
import { configurationSections, plannedSections } from '../model/configuration-sections.ts';
import { limits } from '../model/limits.ts';
import { type ConfigurationFile } from './configuration-file.ts';

/**
 * Checks the top level of a configuration file for a command that uses none of it: a gate or a suppression that is written down and does nothing
 * would let an image pass by mistake. Throws CONFIG_INVALID for an unknown section, with the nearest known one, and for one that nothing reads yet.
 */
export function checkConfiguration({ text, path }: ConfigurationFile): void {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return;
    const sections = root.mapping(configurationSections);
    for (const name of plannedSections)
      sections.optional(name, (value) => {
        throw value.fault('is not implemented yet', 'remove the section');
      });
  } catch (error) {
    throw error instanceof YamlError ? configurationError(path, error) : error;
  }
}
