import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const lookerRules: readonly SecretRule[] = valueRules(
  { name: 'Looker', revoke: 'in Looker, under Admin > Users > API keys', documentation: 'https://cloud.google.com/looker/docs/api-auth' },
  [
    {
      id: 'looker-client-id',
      title: 'Looker client ID',
      severity: 'low',
      names: ['looker'],
      pattern: '[A-Za-z0-9]{20}',
      minEntropy: 2.5,
      aliases: ['gitleaks:looker-client-id'],
    },
    {
      id: 'looker-client-secret',
      title: 'Looker client secret',
      severity: 'high',
      names: ['looker'],
      pattern: '[A-Za-z0-9]{24}',
      minEntropy: 2.5,
      aliases: ['gitleaks:looker-client-secret'],
    },
  ],
);
