import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const privateaiRules: readonly SecretRule[] = valueRules(
  { name: 'Private AI', revoke: 'in the Private AI portal', documentation: 'https://docs.private-ai.com/' },
  [
    {
      id: 'privateai-api-token',
      title: 'Private AI API key',
      severity: 'high',
      names: ['privateai', 'private_ai', 'private-ai'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 3,
      aliases: ['gitleaks:privateai-api-token'],
    },
  ],
);
