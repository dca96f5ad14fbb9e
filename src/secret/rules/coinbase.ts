import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const coinbaseRules: readonly SecretRule[] = valueRules(
  { name: 'Coinbase', revoke: 'in the Coinbase Developer Platform', documentation: 'https://docs.cdp.coinbase.com/' },
  [
    {
      id: 'coinbase-access-token',
      title: 'Coinbase access token',
      severity: 'critical',
      names: ['coinbase'],
      pattern: '[A-Za-z0-9_-]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:coinbase-access-token'],
    },
  ],
);
