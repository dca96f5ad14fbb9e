import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const duffelRules: readonly SecretRule[] = valueRules(
  {
    name: 'Duffel',
    revoke: 'in the Duffel dashboard, under Access tokens',
    documentation: 'https://duffel.com/docs/api/overview/making-requests',
  },
  [
    {
      id: 'duffel-api-token',
      title: 'Duffel API token',
      severity: 'high',
      pattern: 'duffel_(?:test|live)_[A-Za-z0-9=_-]{43}',
      minEntropy: 2,
      aliases: ['gitleaks:duffel-api-token', 'trivy:duffel-api-token'],
    },
  ],
);
