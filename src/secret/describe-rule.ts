import { type RuleDescription } from '../model/rule.ts';
import { keyFileKinds } from './key-files.ts';
import { secretRules } from './rules/secret-rules.ts';
import { type SecretRule } from './secret-rule.ts';

/** Every rule, with those about files that are secrets as a whole. */
export const describedRules: readonly RuleDescription[] = [...secretRules, ...keyFileKinds.map(({ rule }) => rule)];

const byId: ReadonlyMap<string, RuleDescription> = new Map(describedRules.map((rule) => [rule.id, rule]));

/** Undefined for a rule of another version of the program. */
export function describeRule(id: string): RuleDescription | undefined {
  return byId.get(id);
}

const guesses: ReadonlySet<string> = new Set(
  secretRules.filter(({ detection }) => detection.how !== 'token' && !isExact(detection)).map(({ id }) => id),
);

/** Whether what it finds rests on the name before a value and not on its form. */
export function isGuess(id: string): boolean {
  return guesses.has(id);
}

function isExact(detection: SecretRule['detection']): boolean {
  return detection.how === 'shape' && detection.isGeneric !== true;
}
