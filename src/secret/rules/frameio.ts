import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const frameioRules: readonly SecretRule[] = valueRules(
  {
    name: 'Frame.io',
    revoke: 'at developer.frame.io, under Tokens',
    documentation: 'https://developer.frame.io/docs/getting-started/authentication',
  },
  [
    {
      id: 'frameio-api-token',
      title: 'Frame.io API token',
      severity: 'medium',
      pattern: 'fio-u-[A-Za-z0-9=_-]{64}',
      minEntropy: 2,
      aliases: ['gitleaks:frameio-api-token', 'trivy:frameio-api-token'],
    },
  ],
);
