import { type RuleDescription } from '../model/rule.ts';
import { type SecretSettings } from '../model/secret-settings.ts';
import { describeCustomRule } from './custom/describe-custom-rule.ts';
import { describeRule } from './describe-rule.ts';
import { type RuleSet } from './engine/rule-set.ts';

/** The rules of a user's settings, ready to be looked for. */
export interface RulesInUse {
  readonly ruleSet: RuleSet;
  readonly settings: SecretSettings;
}

/** By the id that a match names; a user's own rule comes before a built-in one of that id. Undefined for a rule of another version of the program. */
export function ruleDescriber(settings: SecretSettings | undefined): (id: string) => RuleDescription | undefined {
  const own = new Map(settings?.rules.map((rule) => [rule.id, describeCustomRule(rule)] as const));
  return (id) => own.get(id) ?? describeRule(id);
}
