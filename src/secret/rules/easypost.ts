import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const easypostRules: readonly SecretRule[] = valueRules(
  { name: 'EasyPost', revoke: 'in the EasyPost dashboard, under API keys', documentation: 'https://docs.easypost.com/docs/authentication' },
  [
    {
      id: 'easypost-api-token',
      title: 'EasyPost production API key',
      severity: 'high',
      pattern: 'EZAK[A-Za-z0-9]{54}',
      minEntropy: 2,
      aliases: ['gitleaks:easypost-api-token', 'trivy:easypost-api-token'],
    },
    {
      id: 'easypost-test-api-token',
      title: 'EasyPost test API key',
      severity: 'low',
      pattern: 'EZTK[A-Za-z0-9]{54}',
      minEntropy: 2,
      aliases: ['gitleaks:easypost-test-api-token'],
    },
  ],
);
