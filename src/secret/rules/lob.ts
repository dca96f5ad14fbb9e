import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const lobRules: readonly SecretRule[] = valueRules(
  { name: 'Lob', revoke: 'in the Lob dashboard, under Settings > API keys', documentation: 'https://docs.lob.com/#tag/Authentication' },
  [
    {
      id: 'lob-api-key',
      title: 'Lob API key',
      severity: 'high',
      names: ['lob'],
      pattern: '(?:live|test)_[a-f0-9]{35}',
      minEntropy: 2.5,
      aliases: ['gitleaks:lob-api-key', 'trivy:lob-api-key'],
    },
    {
      id: 'lob-pub-api-key',
      title: 'Lob publishable API key',
      severity: 'low',
      names: ['lob'],
      pattern: '(?:live|test)_pub_[a-f0-9]{31}',
      minEntropy: 2.5,
      aliases: ['gitleaks:lob-pub-api-key', 'trivy:lob-pub-api-key'],
    },
  ],
);
