import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const squareRules: readonly SecretRule[] = valueRules(
  {
    name: 'Square',
    revoke: 'in the Square developer console',
    documentation: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  },
  [
    {
      id: 'square-access-token',
      title: 'Square access token',
      severity: 'critical',
      pattern: '(?:EAAA[A-Za-z0-9_-]{56,60}|sq0atp-[A-Za-z0-9_-]{22,60})',
      minEntropy: 3,
      aliases: ['gitleaks:square-access-token'],
    },
    {
      id: 'square-secret',
      title: 'Square OAuth application secret',
      severity: 'critical',
      pattern: 'sq0csp-[A-Za-z0-9_^\\\\[\\]-]{43}',
      minEntropy: 3,
      aliases: ['gitleaks:square-secret'],
    },
  ],
);
