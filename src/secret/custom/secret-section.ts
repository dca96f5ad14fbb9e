import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { type CustomSecretRule, type SecretAllowance } from '../../model/secret-settings.ts';
import { severities } from '../../model/severity.ts';
import { limits } from '../../model/limits.ts';
import { checkedAllowance, checkedRule, type FaultAt } from './checked-rule.ts';
import { noRuleFile, type RuleFile } from './rule-file.ts';

/** The section, and the files of other tools that it names: paths as they are written. */
export interface SecretSection extends RuleFile {
  readonly files: readonly string[];
}

/** The `secrets` section of `pratique.yaml`. Throws YamlError. `file` is the name for messages. */
export function readSecretSection(section: YamlValue, file: string): SecretSection {
  const members = section.mapping(['rules', 'allow', 'disable', 'only', 'files']);
  const rules = members.optional('rules', (value) => listOf(value).map((rule) => readRule(rule, file))) ?? [];
  const allowances = members.optional('allow', (value) => listOf(value).map((each) => readAllowance(each, file))) ?? [];
  const only = members.optional('only', texts);
  return {
    ...noRuleFile,
    rules,
    allowances,
    builtIn: { except: members.optional('disable', texts) ?? [], ...(only === undefined ? {} : { only }) },
    files: members.optional('files', texts) ?? [],
  };
}

function listOf(value: YamlValue): readonly YamlValue[] {
  const list = value.list();
  if (list.length > limits.customSecretRules) throw value.fault(`has more than ${limits.customSecretRules} entries`);
  return list;
}

function readRule(value: YamlValue, file: string): CustomSecretRule {
  const rule = value.mapping(['id', 'title', 'severity', 'remediation', 'regex', 'keywords', 'group', 'entropy', 'path']);
  const id = rule.required('id', text);
  const [pattern, path, remediation] = [rule.optional('regex', text), rule.optional('path', text), rule.optional('remediation', text)];
  const [group, entropy] = [rule.optional('group', readGroup), rule.optional('entropy', readEntropy)];
  const made: CustomSecretRule = {
    id,
    title: rule.optional('title', text) ?? id,
    severity: rule.optional('severity', (member) => member.word(severities)) ?? 'high',
    keywords: rule.optional('keywords', texts) ?? [],
    ...(pattern === undefined ? {} : { pattern }),
    ...(path === undefined ? {} : { path }),
    ...(remediation === undefined ? {} : { remediation }),
    ...(group === undefined ? {} : { group }),
    ...(entropy === undefined ? {} : { entropy }),
    origin: `${file}:${value.line}`,
  };
  return checkedRule(made, faultOf(value));
}

function readAllowance(value: YamlValue, file: string): SecretAllowance {
  const members = value.mapping(['reason', 'rules', 'paths', 'regexes', 'target', 'stopwords', 'all']);
  const ruleIds = members.optional('rules', texts);
  const allowance: SecretAllowance = {
    reason: members.required('reason', text),
    origin: `${file}:${value.line}`,
    ...(ruleIds === undefined ? {} : { ruleIds }),
    paths: members.optional('paths', texts) ?? [],
    patterns: members.optional('regexes', texts) ?? [],
    target: members.optional('target', (member) => member.word(['secret', 'match', 'line'] as const)) ?? 'secret',
    stopWords: members.optional('stopwords', texts) ?? [],
    needsAll: members.optional('all', (member) => member.truth()) ?? false,
  };
  return checkedAllowance(allowance, faultOf(value));
}

function faultOf(value: YamlValue): FaultAt {
  return (member, message, meant) => value.problem(member === '' ? `it ${message}` : `${member} ${message}`, meant);
}

function text(value: YamlValue): string {
  return value.text();
}

function texts(value: YamlValue): readonly string[] {
  return value.list().map(text);
}

function readGroup(value: YamlValue): string | number {
  const group = value.scalar();
  if (typeof group === 'string' || (typeof group === 'number' && Number.isInteger(group) && group >= 0)) return group;
  throw value.fault('is not the number or the name of a group', 'group: 1');
}

const mostEntropy = 8;

function readEntropy(value: YamlValue): number {
  const bits = value.scalar();
  if (typeof bits === 'number' && bits >= 0 && bits <= mostEntropy) return bits;
  throw value.fault(`is not a number from 0 to ${mostEntropy}: bits a character`, 'entropy: 3.5');
}
