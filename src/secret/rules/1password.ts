import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const onePasswordRules: readonly SecretRule[] = valueRules(
  {
    name: '1Password',
    revoke: 'in 1Password, under Developer > Service accounts; for a Secret Key, generate a new one in your profile',
    documentation: 'https://developer.1password.com/docs/service-accounts/',
  },
  [
    {
      id: '1password-service-account-token',
      title: '1Password service account token',
      severity: 'critical',
      pattern: 'ops_eyJ[A-Za-z0-9+/]{250,}={0,3}',
      minEntropy: 4,
      aliases: ['gitleaks:1password-service-account-token'],
    },
    {
      id: '1password-secret-key',
      title: '1Password Secret Key',
      severity: 'critical',
      pattern: 'A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
      minEntropy: 3,
      aliases: ['gitleaks:1password-secret-key'],
    },
  ],
);
