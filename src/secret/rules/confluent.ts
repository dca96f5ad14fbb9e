import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const confluentRules: readonly SecretRule[] = valueRules(
  {
    name: 'Confluent Cloud',
    revoke: 'in Confluent Cloud, under API keys',
    documentation:
      'https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html',
  },
  [
    {
      id: 'confluent-access-token',
      title: 'Confluent API key',
      severity: 'medium',
      names: ['confluent'],
      pattern: '[A-Za-z0-9]{16}',
      minEntropy: 2.5,
      aliases: ['gitleaks:confluent-access-token'],
    },
    {
      id: 'confluent-secret-key',
      title: 'Confluent API secret',
      severity: 'high',
      names: ['confluent'],
      pattern: '[A-Za-z0-9]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:confluent-secret-key'],
    },
  ],
);
