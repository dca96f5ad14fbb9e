import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const bittrexRules: readonly SecretRule[] = valueRules(
  { name: 'Bittrex', revoke: 'by moving to another exchange: Bittrex has closed', documentation: 'https://bittrex.github.io/api/v3' },
  [
    {
      id: 'bittrex-key',
      title: 'Bittrex key',
      severity: 'high',
      names: ['bittrex'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:bittrex-access-key', 'gitleaks:bittrex-secret-key'],
    },
  ],
);
