import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const infracostRules: readonly SecretRule[] = valueRules(
  { name: 'Infracost', revoke: 'in Infracost Cloud, under Org settings', documentation: 'https://www.infracost.io/docs/' },
  [
    {
      id: 'infracost-api-token',
      title: 'Infracost API key',
      severity: 'medium',
      pattern: 'ico-[A-Za-z0-9]{32}',
      minEntropy: 3,
      aliases: ['gitleaks:infracost-api-token'],
    },
  ],
);
