import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { limits } from '../../model/limits.ts';
import { type CustomSecretRule, type SecretAllowance } from '../../model/secret-settings.ts';
import { severities, type Severity } from '../../model/severity.ts';
import { checkedAllowance, checkedRule, type FaultAt } from './checked-rule.ts';
import { noRuleFile, type RuleFile, type RuleFileFormat } from './rule-file.ts';

/** Trivy's settings of its secret scanner; https://trivy.dev/docs/latest/scanner/secret/. */
export const trivySecretYaml: RuleFileFormat = {
  id: 'trivy',
  title: 'Trivy',
  looksLike: (path) => /\.ya?ml$/i.test(path),
  read(text, file) {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    return root.isEmpty ? noRuleFile : readRoot(root, file);
  },
};

const members = ['rules', 'allow-rules', 'exclude-block', 'enable-builtin-rules', 'disable-rules', 'disable-allow-rules'];

function readRoot(root: YamlValue, file: string): RuleFile {
  const mapping = root.mapping(members);
  const read = (mapping.optional('rules', (value) => value.list()) ?? []).map((value) => readRule(value, file));
  const only = mapping.optional('enable-builtin-rules', listOfTexts);
  const allowances = mapping.optional('allow-rules', (value) => value.list().map((rule) => readAllowance(rule, file))) ?? [];
  return {
    rules: read.map(({ rule }) => rule),
    allowances: [...allowances, ...read.flatMap((each) => each.allowances)],
    builtIn: { except: mapping.optional('disable-rules', listOfTexts) ?? [], ...(only === undefined ? {} : { only }) },
    notes: [
      ...(mapping.optional('exclude-block', (value) => [noBlocks(file, value)]) ?? []),
      ...(mapping.optional('disable-allow-rules', (value) => [noAllowRules(file, value)]) ?? []),
      ...read.flatMap(({ notes }) => notes),
    ],
  };
}

function noBlocks(file: string, value: YamlValue): string {
  return `${file}:${value.keyLine}: exclude-block is not read: secrets in such blocks are reported; use allow-rules`;
}

function noAllowRules(file: string, value: YamlValue): string {
  return `${file}:${value.keyLine}: disable-allow-rules is not read: Trivy's allow rules are not used`;
}

interface ReadRule {
  readonly rule: CustomSecretRule;
  readonly allowances: readonly SecretAllowance[];
  readonly notes: readonly string[];
}

function readRule(value: YamlValue, file: string): ReadRule {
  const rule = value.mapping([
    'id',
    'category',
    'title',
    'severity',
    'path',
    'keywords',
    'regex',
    'secret-group-name',
    'exclude-block',
    'allow-rules',
  ]);
  const id = rule.required('id', (member) => member.text());
  const path = rule.optional('path', (member) => member.text());
  const made: CustomSecretRule = {
    id,
    title: rule.optional('title', (member) => member.text()) ?? id,
    severity: rule.optional('severity', readSeverity) ?? 'unknown',
    pattern: rule.required('regex', (member) => member.text()),
    keywords: rule.optional('keywords', listOfTexts) ?? [],
    // Without a name the whole match is the secret, also where the pattern has groups.
    group: rule.optional('secret-group-name', (member) => member.text()) ?? 0,
    ...(path === undefined ? {} : { path }),
    origin: `${file}:${value.line}`,
  };
  return {
    rule: checkedRule(made, faultOf(value)),
    allowances: rule.optional('allow-rules', (list) => list.list().map((each) => ({ ...readAllowance(each, file), ruleIds: [id] }))) ?? [],
    notes: rule.optional('exclude-block', (block) => [noBlocks(file, block)]) ?? [],
  };
}

function readAllowance(value: YamlValue, file: string): SecretAllowance {
  const rule = value.mapping(['id', 'description', 'regex', 'path']);
  const [regex, path] = [rule.optional('regex', (member) => member.text()), rule.optional('path', (member) => member.text())];
  const reason = rule.optional('description', (member) => member.text()) ?? rule.optional('id', (member) => member.text());
  const allowance: SecretAllowance = {
    reason: reason ?? 'allowed',
    origin: `${file}:${value.line}`,
    paths: path === undefined ? [] : [path],
    patterns: regex === undefined ? [] : [regex],
    target: 'secret',
    stopWords: [],
    needsAll: false,
  };
  return checkedAllowance(allowance, faultOf(value));
}

function faultOf(value: YamlValue): FaultAt {
  return (member, message, meant) => value.problem(member === '' ? `it ${message}` : `${member} ${message}`, meant);
}

function readSeverity(value: YamlValue): Severity {
  const typed = value.text().toLowerCase();
  const found = severities.find((severity) => severity === typed);
  if (found === undefined) throw value.fault(`is ${JSON.stringify(typed)}`, severities.join(', '));
  return found;
}

function listOfTexts(value: YamlValue): readonly string[] {
  return value.list().map((entry) => entry.text());
}
