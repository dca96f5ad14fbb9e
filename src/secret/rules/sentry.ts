import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sentryRules: readonly SecretRule[] = valueRules(
  { name: 'Sentry', revoke: 'in Sentry, under Settings > Auth tokens', documentation: 'https://docs.sentry.io/account/auth-tokens/' },
  [
    {
      id: 'sentry-access-token',
      title: 'Sentry auth token (old format)',
      severity: 'high',
      names: ['sentry'],
      pattern: '[A-Fa-f0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:sentry-access-token'],
    },
    {
      id: 'sentry-org-token',
      title: 'Sentry organization auth token',
      severity: 'high',
      pattern: 'sntrys_eyJpYXQiO[A-Za-z0-9+/]{10,300}={0,2}_[A-Za-z0-9+/]{43}',
      minEntropy: 4,
      aliases: ['gitleaks:sentry-org-token'],
    },
    {
      id: 'sentry-user-token',
      title: 'Sentry user auth token',
      severity: 'high',
      pattern: 'sntryu_[a-f0-9]{64}',
      minEntropy: 3.3,
      aliases: ['gitleaks:sentry-user-token'],
    },
  ],
);
