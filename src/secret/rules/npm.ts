import { type SecretRule } from '../secret-rule.ts';
import { crcOfToken } from '../structure/crc-of-token.ts';
import { valueRules } from './value-rules.ts';

export const npmRules: readonly SecretRule[] = valueRules(
  {
    name: 'npm',
    revoke: 'with `npm token revoke`, or at npmjs.com under Access tokens',
    documentation: 'https://docs.npmjs.com/about-access-tokens',
  },
  [
    {
      id: 'npm-access-token',
      title: 'npm access token',
      severity: 'critical',
      pattern: 'npm_[A-Za-z0-9]{36}',
      minEntropy: 3,
      check: crcOfToken,
      aliases: ['gitleaks:npm-access-token', 'trivy:npm-access-token'],
    },
  ],
);
