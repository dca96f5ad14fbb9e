import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const fastlyRules: readonly SecretRule[] = valueRules(
  {
    name: 'Fastly',
    revoke: 'in the Fastly control panel, under Account > API tokens',
    documentation: 'https://docs.fastly.com/en/guides/using-api-tokens',
  },
  [
    {
      id: 'fastly-api-token',
      title: 'Fastly API token',
      severity: 'high',
      names: ['fastly'],
      pattern: '[A-Za-z0-9=_-]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:fastly-api-token', 'trivy:fastly-api-token'],
    },
  ],
);
