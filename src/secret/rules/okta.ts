import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const oktaRules: readonly SecretRule[] = valueRules(
  {
    name: 'Okta',
    revoke: 'in the Okta admin console, under Security > API > Tokens',
    documentation: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
  },
  [
    {
      id: 'okta-access-token',
      title: 'Okta API token',
      severity: 'critical',
      names: ['okta'],
      pattern: '00[A-Za-z0-9=_-]{40}',
      minEntropy: 3.7,
      aliases: ['gitleaks:okta-access-token'],
    },
  ],
);
