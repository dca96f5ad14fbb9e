import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const shippoRules: readonly SecretRule[] = valueRules(
  {
    name: 'Shippo',
    revoke: 'in Shippo, under Settings > API',
    documentation: 'https://docs.goshippo.com/docs/guides_general/authentication/',
  },
  [
    {
      id: 'shippo-api-token',
      title: 'Shippo API token',
      severity: 'high',
      pattern: 'shippo_(?:live|test)_[A-Fa-f0-9]{40}',
      minEntropy: 2,
      aliases: ['gitleaks:shippo-api-token', 'trivy:shippo-api-token'],
    },
  ],
);
