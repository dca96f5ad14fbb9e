import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const finnhubRules: readonly SecretRule[] = valueRules(
  { name: 'Finnhub', revoke: 'in the Finnhub dashboard', documentation: 'https://finnhub.io/docs/api' },
  [
    {
      id: 'finnhub-access-token',
      title: 'Finnhub API key',
      severity: 'medium',
      names: ['finnhub'],
      pattern: '[A-Za-z0-9]{20}',
      minEntropy: 2.5,
      aliases: ['gitleaks:finnhub-access-token'],
    },
  ],
);
