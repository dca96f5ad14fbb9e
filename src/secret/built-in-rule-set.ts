import { compileRules, type RuleSet } from './engine/rule-set.ts';
import { secretRules } from './rules/secret-rules.ts';

let compiled: RuleSet | undefined;

/** Compiled when the first text needs it. */
export function builtInRuleSet(): RuleSet {
  compiled ??= compileRules(secretRules);
  return compiled;
}
