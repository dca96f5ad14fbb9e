import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const zendeskRules: readonly SecretRule[] = valueRules(
  {
    name: 'Zendesk',
    revoke: 'in the Zendesk admin center, under Apps and integrations > APIs',
    documentation: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
  },
  [
    {
      id: 'zendesk-secret-key',
      title: 'Zendesk OAuth secret',
      severity: 'high',
      names: ['zendesk'],
      pattern: '[A-Za-z0-9]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:zendesk-secret-key'],
    },
  ],
);
