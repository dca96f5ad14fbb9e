import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const kucoinRules: readonly SecretRule[] = valueRules(
  { name: 'KuCoin', revoke: 'in KuCoin, under API management', documentation: 'https://www.kucoin.com/docs/' },
  [
    {
      id: 'kucoin-access-token',
      title: 'KuCoin API key',
      severity: 'high',
      names: ['kucoin'],
      pattern: '[A-Fa-f0-9]{24}',
      minEntropy: 2.5,
      aliases: ['gitleaks:kucoin-access-token'],
    },
    {
      id: 'kucoin-secret-key',
      title: 'KuCoin API secret',
      severity: 'critical',
      names: ['kucoin'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:kucoin-secret-key'],
    },
  ],
);
