import { existsSync } from 'node:fs';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { diveDefaults, diveRuleNames, type DiveRuleName } from '../../remedy/layers/dive-rules.ts';
import { optionValue, type CommandInput } from '../command.ts';
import { readTextFile } from '../terminal/read-text-file.ts';

/** Values as written, and the file that has them; absent where there is none. */
export interface DiveRules {
  readonly values: Readonly<Record<DiveRuleName, string>>;
  readonly origin?: string;
}

/** As dive's versions write them, below `rules` or not. */
const diveSpellings: ReadonlyMap<string, DiveRuleName> = new Map<string, DiveRuleName>([
  ...diveRuleNames.map((name): [string, DiveRuleName] => [name, name]),
  ['lowest-efficiency-threshold', 'lowestEfficiency'],
  ['highest-wasted-bytes', 'highestWastedBytes'],
  ['highest-user-wasted-percent', 'highestUserWastedPercent'],
]);

const usualFile = '.dive-ci';

/** dive's own defaults, then its file, then the options. Throws CONFIG_INVALID. */
export function readDiveRules(input: CommandInput): DiveRules {
  const named = optionValue(input, 'ci-config');
  const file = named ?? (existsSync(usualFile) ? usualFile : undefined);
  const fromFile = file === undefined ? {} : readFile(file);
  const typed = Object.fromEntries(
    diveRuleNames.flatMap((name) => {
      const value = optionValue(input, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { values: { ...diveDefaults, ...fromFile, ...typed }, ...(file === undefined ? {} : { origin: file }) };
}

function readFile(file: string): Partial<Record<DiveRuleName, string>> {
  const text = readTextFile(file, limits.configurationBytes);
  try {
    const root = parseYaml(text, { maxBytes: limits.configurationBytes, maxDepth: 4, maxValues: 100 });
    if (root.isEmpty) return {};
    const spellings = [...diveSpellings.keys()];
    const top = root.mapping(['rules', 'ci', ...spellings]);
    const nested = top.optional('rules', (value) => (value.isEmpty ? undefined : value.mapping(spellings)));
    const values: Partial<Record<DiveRuleName, string>> = {};
    for (const members of [top, nested])
      for (const [spelling, rule] of diveSpellings) {
        const value = members?.optional(spelling, (member) => (member.isEmpty ? undefined : String(member.scalar())));
        if (value !== undefined) values[rule] = value;
      }
    return values;
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    const { line, message, meant } = cause;
    throw new PratiqueError('CONFIG_INVALID', `${file}:${line}: ${message}`, {
      cause,
      ...(meant === undefined ? {} : { hint: `did you mean ${meant}?` }),
    });
  }
}
