import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const maxmindRules: readonly SecretRule[] = valueRules(
  {
    name: 'MaxMind',
    revoke: 'in the MaxMind account portal, under License keys',
    documentation: 'https://dev.maxmind.com/license-key-specification',
  },
  [
    {
      id: 'maxmind-license-key',
      title: 'MaxMind license key',
      severity: 'medium',
      pattern: '[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk',
      anchors: [{ keyword: '_mmk', offset: 36 }],
      minEntropy: 3,
      aliases: ['gitleaks:maxmind-license-key'],
    },
  ],
);
