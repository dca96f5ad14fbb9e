import { type RuleDescription } from '../../src/model/rule.ts';
import { describedRules } from '../../src/secret/describe-rule.ts';
import { secretRules } from '../../src/secret/rules/secret-rules.ts';
import { type SecretRule } from '../../src/secret/secret-rule.ts';
import { type DocumentedRule } from './documented-rules.ts';
import { code } from './markdown.ts';

const detections: ReadonlyMap<string, SecretRule> = new Map(secretRules.map((rule) => [rule.id, rule]));

/** Without examples: other scanners would take them for secrets. The pattern says what one looks like. */
export const documentedSecrets: readonly DocumentedRule[] = describedRules.map((rule) => ({
  ...rule,
  rationale: `Anyone who can read it can use it. ${recognition(rule)}`,
  examples: { bad: [], good: [] },
}));

function recognition({ id }: RuleDescription): string {
  const rule = detections.get(id);
  if (rule === undefined) return 'It is recognized by the name of the file and its first bytes.';
  const { detection, minEntropy, check } = rule;
  const entropy = minEntropy === undefined ? '' : ` with at least ${minEntropy} bits of entropy a character`;
  const checked = check === undefined ? '' : ' Its structure is checked.';
  if (detection.how === 'shape') return `It is looked for around ${detection.keywords.map(code).join(', ')}.`;
  const form = `${code(detection.pattern.replaceAll('|', '\\|'))}${entropy}`;
  if (detection.how === 'token') return `It has the form ${form}.${checked}`;
  const where = detection.how === 'named' ? 'as the value of a name with' : `within ${detection.withinBytes} bytes behind`;
  return `It has the form ${form}, ${where} ${detection.names.map(code).join(' or ')}.${checked}`;
}
