import { type RuleDescription } from '../../model/rule.ts';
import { type CustomSecretRule } from '../../model/secret-settings.ts';
import { remedy } from '../rules/value-rules.ts';

/** What a report says of a user's rule. */
export function describeCustomRule({ id, title, severity, remediation }: CustomSecretRule): RuleDescription {
  return {
    id,
    kind: 'secret',
    title,
    severity,
    remediation: remediation ?? remedy('Revoke it, and give out a new one.'),
    references: [],
    aliases: [],
  };
}
