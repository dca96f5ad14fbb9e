import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const linkedinRules: readonly SecretRule[] = valueRules(
  {
    name: 'LinkedIn',
    revoke: 'in the LinkedIn developer portal',
    documentation: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication',
  },
  [
    {
      id: 'linkedin-client-id',
      title: 'LinkedIn client ID',
      severity: 'low',
      names: ['linkedin', 'linked_in', 'linked-in'],
      pattern: '[A-Za-z0-9]{14}',
      minEntropy: 2,
      aliases: ['gitleaks:linkedin-client-id', 'trivy:linkedin-client-id'],
    },
    {
      id: 'linkedin-client-secret',
      title: 'LinkedIn client secret',
      severity: 'high',
      names: ['linkedin', 'linked_in', 'linked-in'],
      pattern: '[A-Za-z0-9]{16}',
      minEntropy: 2,
      aliases: ['gitleaks:linkedin-client-secret', 'trivy:linkedin-client-secret'],
    },
  ],
);
