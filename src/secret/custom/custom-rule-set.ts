import { type CustomSecretRule, type SecretSettings } from '../../model/secret-settings.ts';
import { compileRules, type RuleSet, type WholeFileRule } from '../engine/rule-set.ts';
import { secretRules } from '../rules/secret-rules.ts';
import { type SearchDetection, type SearchRule } from '../secret-rule.ts';
import { compileAllowances, type Allowances } from './compile-allowances.ts';
import { describeCustomRule } from './describe-custom-rule.ts';
import { requiredLiterals } from './required-literals.ts';
import { isNamed } from './rule-names.ts';
import { searchPattern } from './search-pattern.ts';
import { compileUserPattern } from './user-pattern.ts';

let last: { readonly key: string; readonly set: RuleSet } | undefined;

/** The rules that these settings ask for, ready to be looked for. The settings were checked when they were read. */
export function customRuleSet(settings: SecretSettings): RuleSet {
  const key = JSON.stringify(settings);
  if (last?.key !== key) last = { key, set: compileSettings(settings) };
  return last.set;
}

function compileSettings({ rules, allowances, builtIn }: SecretSettings): RuleSet {
  const own = new Set(rules.map(({ id }) => id));
  const kept = secretRules.filter(
    (rule) => !own.has(rule.id) && !isNamed(rule, builtIn.except) && (builtIn.only === undefined || isNamed(rule, builtIn.only)),
  );
  const allowed = compileAllowances(allowances);
  return {
    ...compileRules([...kept, ...rules.flatMap(toSearchRule)]),
    ...(allowances.length === 0 ? {} : { allow: allowed.of }),
    wholeFiles: rules.flatMap((rule) => toWholeFile(rule, allowed)),
  };
}

function toSearchRule(rule: CustomSecretRule): readonly SearchRule[] {
  if (rule.pattern === undefined) return [];
  const { group, entropy } = rule;
  const pattern = compileUserPattern(rule.pattern);
  const detection: SearchDetection = {
    how: 'search',
    keywords: keywordsOf(rule),
    ...searchPattern({ pattern, ...(group === undefined ? {} : { group }), ...(entropy === undefined ? {} : { entropy }) }),
    ...(rule.path === undefined ? {} : { files: matchesPath(rule.path) }),
  };
  return [{ ...describeCustomRule(rule), kind: 'secret', detection }];
}

/** Those of the rule, or what every match has; none where the pattern has to be looked for everywhere. */
function keywordsOf({ keywords, pattern = '' }: Pick<CustomSecretRule, 'keywords' | 'pattern'>): readonly string[] {
  return keywords.length > 0 ? keywords : (requiredLiterals(pattern) ?? []);
}

function toWholeFile(rule: CustomSecretRule, allowances: Allowances): readonly WholeFileRule[] {
  if (rule.pattern !== undefined || rule.path === undefined) return [];
  const described = describeCustomRule(rule);
  return [{ ruleId: rule.id, matches: matchesPath(rule.path), allowed: (path) => allowances.ofFile(described, path) }];
}

function matchesPath(source: string): (path: string) => boolean {
  const pattern = compileUserPattern(source);
  return (path) => pattern.test(path);
}
