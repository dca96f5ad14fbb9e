import { readToml } from '../../lib/toml/read-toml.ts';
import { type TomlTable } from '../../lib/toml/parse-toml.ts';
import { limits } from '../../model/limits.ts';
import { type CustomSecretRule, type SecretAllowance } from '../../model/secret-settings.ts';
import { checkedAllowance, checkedRule, type FaultAt } from './checked-rule.ts';
import { RuleFileFault, type RuleFileFormat } from './rule-file.ts';

/** The configuration of gitleaks 8; https://github.com/gitleaks/gitleaks#configuration. */
export const gitleaksToml: RuleFileFormat = {
  id: 'gitleaks',
  title: 'gitleaks',
  looksLike: (path) => /\.toml$/i.test(path),
  read(text, file) {
    const root = readToml(text, limits.configurationDepth);
    const extend = tableOf(root, 'extend', 1) ?? {};
    const lines = headLines(text, 'rules');
    const read = tablesOf(root, 'rules', 1).map((table, at) =>
      readRule(table, { file, line: lines[at] ?? 1, extendsOther: root['extend'] !== undefined }),
    );
    return {
      rules: read.flatMap(({ rule }) => (rule === undefined ? [] : [rule])),
      allowances: [
        ...allowancesOf(root, { file, line: headLines(text, 'allowlist')[0] ?? 1 }),
        ...read.flatMap(({ allowances }) => allowances),
      ],
      builtIn: { except: textsOf(extend, 'disabledRules', 1) },
      notes: [...notesOf(extend, file), ...read.flatMap(({ notes }) => notes)],
    };
  },
};

/** Rules that gitleaks would leave off stay: a file of rules must not make less be found than none. */
function notesOf(extend: TomlTable, file: string): readonly string[] {
  const notFollowed = ['path', 'url'].filter((member) => extend[member] !== undefined);
  return [
    ...notFollowed.map((member) => `${file}: extend.${member} is not followed: give that file with --secret-rules too`),
    ...(extend['useDefault'] === true || notFollowed.length > 0
      ? []
      : [
          `${file}: gitleaks would look for these rules alone; the built-in rules apply too. To turn them off: secrets: {only: []} in pratique.yaml`,
        ]),
  ];
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly ruleIds?: readonly string[];
}

interface ReadRule {
  readonly rule?: CustomSecretRule;
  readonly allowances: readonly SecretAllowance[];
  readonly notes: readonly string[];
}

function readRule(table: TomlTable, { file, line, extendsOther }: Place & { readonly extendsOther: boolean }): ReadRule {
  const id = textOf(table, 'id', line) ?? '';
  const [pattern, path] = [textOf(table, 'regex', line), textOf(table, 'path', line)];
  const allowances = allowancesOf(table, { file, line, ruleIds: [id] });
  const notes = tablesOf(table, 'required', line).length === 0 ? [] : [`${file}:${line}: required is not read: the rule applies by itself`];
  // A rule of this id that only allows something adds to the built-in one.
  if (pattern === undefined && path === undefined && (allowances.length > 0 || extendsOther)) {
    const changed = Object.keys(table).filter((member) => !['id', 'allowlist', 'allowlists', 'description', 'tags'].includes(member));
    if (changed.length === 0) return { allowances, notes };
    return {
      allowances,
      notes: [...notes, `${file}:${line}: rule ${JSON.stringify(id)} changes ${changed.join(', ')} of another rule, which is not read`],
    };
  }
  const [entropy, group] = [numberOf(table, 'entropy', line), numberOf(table, 'secretGroup', line)];
  const rule: CustomSecretRule = {
    id,
    title: textOf(table, 'description', line) ?? id,
    severity: 'high',
    keywords: textsOf(table, 'keywords', line),
    ...(pattern === undefined ? {} : { pattern }),
    ...(path === undefined ? {} : { path }),
    ...(entropy === undefined ? {} : { entropy }),
    ...(group === undefined || group === 0 ? {} : { group }),
    origin: `${file}:${line}`,
  };
  return { rule: checkedRule(rule, faultIn(`rule ${JSON.stringify(id)}`, line)), allowances, notes };
}

/** `[allowlist]` of gitleaks 8 and `[[allowlists]]` since 8.21. */
function allowancesOf(owner: TomlTable, place: Place): readonly SecretAllowance[] {
  const old = tableOf(owner, 'allowlist', place.line);
  return [...(old === undefined ? [] : [old]), ...tablesOf(owner, 'allowlists', place.line)].flatMap((table) =>
    readAllowance(table, place),
  );
}

function readAllowance(table: TomlTable, { file, line, ruleIds }: Place): readonly SecretAllowance[] {
  const targets = ruleIds ?? textsOf(table, 'targetRules', line);
  const allowance: SecretAllowance = {
    reason: textOf(table, 'description', line) ?? 'allowed',
    origin: `${file}:${line}`,
    ...(targets.length === 0 ? {} : { ruleIds: targets }),
    paths: textsOf(table, 'paths', line),
    patterns: textsOf(table, 'regexes', line),
    target: targetOf(table, line),
    stopWords: textsOf(table, 'stopwords', line),
    needsAll: textOf(table, 'condition', line)?.toUpperCase() === 'AND',
  };
  // Commits are no places of an image; a list of nothing else allows nothing here.
  const { paths, patterns, stopWords } = allowance;
  if (paths.length + patterns.length + stopWords.length === 0) return [];
  return [checkedAllowance(allowance, faultIn('allowlist', line))];
}

function targetOf(table: TomlTable, line: number): SecretAllowance['target'] {
  const target = textOf(table, 'regexTarget', line) ?? 'secret';
  if (target === 'secret' || target === 'match' || target === 'line') return target;
  throw new RuleFileFault(`regexTarget is ${JSON.stringify(target)}`, line, 'match, line');
}

/** Lines of the heads of a list of tables, or of a table. */
function headLines(text: string, name: string): readonly number[] {
  return text.split('\n').flatMap((line, at) => (new RegExp(`^\\s*\\[{1,2}\\s*${name}s?\\s*\\]{1,2}`).test(line) ? [at + 1] : []));
}

function faultIn(owner: string, line: number): FaultAt {
  return (member, message, meant) => new RuleFileFault(`${owner}: ${member === '' ? 'it' : member} ${message}`, line, meant);
}

function tableOf(owner: TomlTable, name: string, line: number): TomlTable | undefined {
  const value = owner[name];
  if (value === undefined) return undefined;
  if (isTable(value)) return value;
  throw new RuleFileFault(`${name} is not a table`, line, `write [${name}]`);
}

function tablesOf(owner: TomlTable, name: string, line: number): readonly TomlTable[] {
  const value = owner[name];
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every(isTable)) throw new RuleFileFault(`${name} is not a list of tables`, line, `write [[${name}]]`);
  if (value.length > limits.customSecretRules) throw new RuleFileFault(`${name} are more than ${limits.customSecretRules}`, line);
  return value;
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function textOf(table: TomlTable, name: string, line: number): string | undefined {
  const value = table[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new RuleFileFault(`${name} is not text`, line);
}

function numberOf(table: TomlTable, name: string, line: number): number | undefined {
  const value = table[name];
  if (value === undefined || typeof value === 'number') return value;
  throw new RuleFileFault(`${name} is not a number`, line);
}

function textsOf(table: TomlTable, name: string, line: number): readonly string[] {
  const value = table[name];
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string')) return value;
  throw new RuleFileFault(`${name} is not a list of texts`, line);
}
