import { resolve } from 'node:path';
import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type FindingKind } from '../../model/finding.ts';
import { type KindSettings } from '../../model/kind-settings.ts';
import { limits } from '../../model/limits.ts';
import { optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readTextFile } from '../terminal/read-text-file.ts';
import { readConfigurationName } from '../words/configuration-name.ts';

/**
 * Rules about secrets: of the `secrets` section of `pratique.yaml`, of the files that it names, and of `--secret-rules`, where secrets are looked
 * for. What a file says and nothing here does is told on stderr. Throws CONFIG_INVALID with file and line.
 */
export async function readSecretSettings(
  input: CommandInput,
  kinds: readonly FindingKind[],
  { output }: CommandContext,
): Promise<Pick<KindSettings, 'secretSettings'>> {
  if (!kinds.includes('secret')) return {};
  const named = optionValues(input, 'secret-rules');
  const configuration = readConfigurationFile(readConfigurationName(input));
  // Most have neither, and the readers are not loaded.
  if (named.length === 0 && !/^secrets[ \t]*:/m.test(configuration?.text ?? '')) return {};
  const { decodeSecretSection, readSecretRules } = await import('../../secret/custom/read-secret-rules.ts');
  const { joinRuleFiles } = await import('../../secret/custom/join-rule-files.ts');
  const section = configuration === undefined ? undefined : decodeSecretSection(configuration.text, configuration.path);
  const paths = [...(section?.files ?? []).map((path) => resolve(configuration?.directory ?? '.', path)), ...named];
  const files = [
    ...(section === undefined ? [] : [section]),
    ...paths.map((path) => readSecretRules(readTextFile(path, limits.configurationBytes), path)),
  ];
  for (const note of files.flatMap(({ notes }) => notes)) output.warn(`pratique: ${note}`);
  return { secretSettings: joinRuleFiles(files) };
}
