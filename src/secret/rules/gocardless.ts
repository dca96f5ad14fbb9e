import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const gocardlessRules: readonly SecretRule[] = valueRules(
  {
    name: 'GoCardless',
    revoke: 'in the GoCardless dashboard, under Developers > Access tokens',
    documentation: 'https://developer.gocardless.com/api-reference/',
  },
  [
    {
      id: 'gocardless-api-token',
      title: 'GoCardless access token',
      severity: 'critical',
      names: ['gocardless'],
      pattern: 'live_[A-Za-z0-9=_-]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:gocardless-api-token', 'trivy:gocardless-api-token'],
    },
  ],
);
