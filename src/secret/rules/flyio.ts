import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const flyioRules: readonly SecretRule[] = valueRules(
  { name: 'Fly.io', revoke: 'with `fly tokens revoke`', documentation: 'https://fly.io/docs/security/tokens/' },
  [
    {
      id: 'flyio-access-token',
      title: 'Fly.io access token',
      severity: 'high',
      pattern: '(?:fo1_[A-Za-z0-9_-]{43}|fm1[ar]_[A-Za-z0-9+/]{100,}={0,3}|fm2_[A-Za-z0-9+/]{100,}={0,3})',
      minEntropy: 4,
      aliases: ['gitleaks:flyio-access-token'],
    },
  ],
);
