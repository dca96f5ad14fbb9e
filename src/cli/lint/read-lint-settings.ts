import {
  type HadolintConfiguration,
  hadolintLevels,
  readHadolintConfiguration,
  readLabelType,
} from '../../check/dockerfile/settings/hadolint-configuration.ts';
import { type LabelType, labelTypes, type LintSettings } from '../../check/dockerfile/lint-settings.ts';
import { normalizeRuleName } from '../../check/dockerfile/settings/rule-names.ts';
import { hadolintConfigurationPaths, type HadolintVariables, hadolintVariables } from '../../config/hadolint.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Severity } from '../../model/severity.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';
import { splitList } from '../report/split-list.ts';
import { levelSeverities } from './read-threshold.ts';

/** What hadolint's configuration says of how a run ends. */
export interface HadolintSettings {
  readonly threshold?: string;
  readonly noFail?: boolean;
}

/** Options, then variables, then the configuration file. Throws USAGE and CONFIG_INVALID. */
export function readLintSettings(input: CommandInput): { readonly settings: LintSettings; readonly hadolint: HadolintSettings } {
  const found = readConfiguration(optionValue(input, 'config'));
  const variables = hadolintVariables();
  const file = found?.configuration;
  const listed = (name: string): readonly string[] => optionValues(input, name).flatMap(splitList);
  const registries = firstOf(listed('trusted-registry'), splitList(variables.trustedRegistries ?? ''), file?.trustedRegistries ?? []);
  const threshold = variables.failureThreshold ?? file?.failureThreshold;
  const noFail = variables.noFail ?? file?.noFail;
  return {
    settings: {
      ...(registries.length === 0 ? {} : { trustedRegistries: registries }),
      labelSchema: readSchema(listed('require-label'), variables, file),
      hasStrictLabels: hasOption(input, 'strict-labels') || (variables.strictLabels ?? file?.strictLabels ?? false),
      disablesIgnores: hasOption(input, 'disable-ignore-pragma') || (variables.disableIgnorePragma ?? file?.disableIgnorePragma ?? false),
      ignored: new Map([
        ...(file?.ignored ?? []).map((name) => [normalizeRuleName(name), found!.path] as const),
        ...splitList(variables.ignore ?? '').map((name) => [normalizeRuleName(name), '$HADOLINT_IGNORE'] as const),
        ...listed('ignore').map((name) => [normalizeRuleName(name), '--ignore'] as const),
      ]),
      severities: readSeverities(listed, variables, file),
    },
    hadolint: { ...(threshold === undefined ? {} : { threshold }), ...(noFail === undefined ? {} : { noFail }) },
  };
}

function firstOf(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.find((list) => list.length > 0) ?? [];
}

function readSeverities(
  listed: (name: string) => readonly string[],
  variables: HadolintVariables,
  file: HadolintConfiguration | undefined,
): ReadonlyMap<string, Severity> {
  const entries = hadolintLevels.flatMap((level) => {
    const names = [...(file?.overrides.get(level) ?? []), ...splitList(variables.overrides.get(level) ?? ''), ...listed(level)];
    return names.map((name) => [normalizeRuleName(name), levelSeverities.get(level)!] as const);
  });
  return new Map(entries);
}

function readSchema(
  options: readonly string[],
  variables: HadolintVariables,
  file: HadolintConfiguration | undefined,
): ReadonlyMap<string, LabelType> {
  const schema = new Map(file?.labelSchema ?? []);
  for (const text of [...splitList(variables.requireLabels ?? ''), ...options]) {
    const [key = '', type = 'text'] = text.split(':');
    const read = readLabelType(type);
    if (read === undefined || key === '')
      throw new PratiqueError('USAGE', `--require-label ${JSON.stringify(text.slice(0, 80))} is not KEY:TYPE`, {
        hint: `types are ${labelTypes.join(', ')}`,
      });
    schema.set(key, read);
  }
  return schema;
}

/** The file that was named, or the first where hadolint looks for one. */
function readConfiguration(
  named: string | undefined,
): { readonly path: string; readonly configuration: HadolintConfiguration } | undefined {
  for (const path of named === undefined ? hadolintConfigurationPaths() : [named]) {
    const text = readText(path, named !== undefined);
    if (text !== undefined) return { path, configuration: parse(path, text) };
  }
  return undefined;
}

function readText(path: string, isNamed: boolean): string | undefined {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, limits.documentBytes);
  } catch (cause) {
    if (!isNamed && ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(cause) ?? '')) return undefined;
    throw new PratiqueError('CONFIG_INVALID', `${path} cannot be read: ${describeSystemError(cause)}`, { cause });
  }
  if (bytes === undefined) throw new PratiqueError('CONFIG_INVALID', `${path} has more than ${limits.documentBytes} bytes`);
  return bytes.toString('utf8');
}

function parse(path: string, text: string): HadolintConfiguration {
  try {
    return readHadolintConfiguration(parseYaml(text, { maxBytes: limits.documentBytes, maxDepth: 8, maxValues: 10_000 }));
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    throw new PratiqueError('CONFIG_INVALID', `${path}:${cause.line}:${cause.column}: ${cause.message}`, {
      cause,
      hint: 'correct the file, or name another with --config',
    });
  }
}
