import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { type LicensePolicy } from '../../model/license-policy.ts';
import { limits } from '../../model/limits.ts';

/** The `licenses` section of `pratique.yaml`; `undefined` without one. Throws CONFIG_INVALID with file, line and column. */
export function decodeLicenses(text: string, path: string): LicensePolicy | undefined {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return undefined;
    return root.mapping(configurationSections).optional('licenses', decodeSection);
  } catch (error) {
    throw error instanceof YamlError ? configurationError(path, error) : error;
  }
}

function decodeSection(section: YamlValue): LicensePolicy {
  const members = section.mapping(['allow', 'deny']);
  const [allow, deny] = [members.optional('allow', decodeList), members.optional('deny', decodeList)];
  if (allow === undefined && deny === undefined) throw section.fault('has no allow and no deny', 'allow: [MIT, Apache-2.0]');
  return { ...(allow === undefined ? {} : { allow }), ...(deny === undefined ? {} : { deny }) };
}

function decodeList(value: YamlValue): readonly string[] {
  return value.list().map((entry) => entry.text().trim());
}
