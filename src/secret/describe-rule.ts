import { type RuleDescription } from '../model/rule.ts';
import { keyFileKinds } from './key-files.ts';
import { secretRules } from './rules/secret-rules.ts';

/** Every rule, with those about files that are secrets as a whole. */
export const describedRules: readonly RuleDescription[] = [...secretRules, ...keyFileKinds.map(({ rule }) => rule)];

const byId: ReadonlyMap<string, RuleDescription> = new Map(describedRules.map((rule) => [rule.id, rule]));

/** Undefined for a rule of another version of the program. */
export function describeRule(id: string): RuleDescription | undefined {
  return byId.get(id);
}
