import { TomlFault } from '../../lib/toml/read-toml.ts';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { gitleaksToml } from './gitleaks-toml.ts';
import { RuleFileFault, type RuleFile, type RuleFileFormat } from './rule-file.ts';
import { readSecretSection, type SecretSection } from './secret-section.ts';
import { trivySecretYaml } from './trivy-secret-yaml.ts';

/** Files of other tools with rules about secrets. */
export const ruleFileFormats: readonly RuleFileFormat[] = [gitleaksToml, trivySecretYaml];

/** A file of another tool, whose name says which. Throws CONFIG_INVALID with file and line. */
export function readSecretRules(text: string, path: string): RuleFile {
  const format = ruleFileFormats.find(({ looksLike }) => looksLike(path));
  if (format === undefined)
    throw new PratiqueError('CONFIG_INVALID', `${path} is no file of secret rules by its name`, {
      hint: 'name it .toml for rules of gitleaks, .yaml for rules of Trivy; rules of your own are the secrets section of pratique.yaml',
    });
  return placed(path, () => format.read(text, path));
}

/** The `secrets` section of `pratique.yaml`; `undefined` without one. Throws CONFIG_INVALID with file and line. */
export function decodeSecretSection(text: string, path: string): SecretSection | undefined {
  return placed(path, () => {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return undefined;
    return root.mapping(configurationSections).optional('secrets', (section) => readSecretSection(section, path));
  });
}

function placed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlError || error instanceof TomlFault || error instanceof RuleFileFault) throw configurationError(path, error);
    throw error;
  }
}
