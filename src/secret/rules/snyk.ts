import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const snykRules: readonly SecretRule[] = valueRules(
  { name: 'Snyk', revoke: 'in Snyk, under Account settings', documentation: 'https://docs.snyk.io/snyk-api/authentication-for-api' },
  [
    {
      id: 'snyk-api-token',
      title: 'Snyk API token',
      severity: 'high',
      names: ['snyk'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:snyk-api-token'],
    },
  ],
);
