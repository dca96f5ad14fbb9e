import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const prefectRules: readonly SecretRule[] = valueRules(
  {
    name: 'Prefect',
    revoke: 'in Prefect Cloud, under API keys',
    documentation: 'https://docs.prefect.io/latest/manage/cloud/manage-users/api-keys',
  },
  [
    {
      id: 'prefect-api-token',
      title: 'Prefect API key',
      severity: 'high',
      pattern: 'pnu_[A-Za-z0-9]{36}',
      minEntropy: 3,
      aliases: ['gitleaks:prefect-api-token'],
    },
  ],
);
