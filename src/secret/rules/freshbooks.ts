import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const freshbooksRules: readonly SecretRule[] = valueRules(
  { name: 'FreshBooks', revoke: 'in the FreshBooks developer portal', documentation: 'https://www.freshbooks.com/api/authentication' },
  [
    {
      id: 'freshbooks-access-token',
      title: 'FreshBooks access token',
      severity: 'high',
      names: ['freshbooks'],
      pattern: '[A-Za-z0-9]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:freshbooks-access-token'],
    },
  ],
);
