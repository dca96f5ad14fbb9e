import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const krakenRules: readonly SecretRule[] = valueRules(
  { name: 'Kraken', revoke: 'in Kraken, under Settings > API', documentation: 'https://docs.kraken.com/api/' },
  [
    {
      id: 'kraken-access-token',
      title: 'Kraken private key',
      severity: 'critical',
      names: ['kraken'],
      pattern: '[A-Za-z0-9/=_+-]{80,90}',
      minEntropy: 3,
      aliases: ['gitleaks:kraken-access-token'],
    },
  ],
);
