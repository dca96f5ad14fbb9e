import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const dynatraceRules: readonly SecretRule[] = valueRules(
  {
    name: 'Dynatrace',
    revoke: 'in Dynatrace, under Access tokens',
    documentation: 'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
  },
  [
    {
      id: 'dynatrace-api-token',
      title: 'Dynatrace token',
      severity: 'high',
      pattern: 'dt0[a-z][0-9]{2}[.][A-Za-z0-9]{24}[.][A-Za-z0-9]{64}',
      anchors: [{ keyword: 'dt0', offset: 0 }],
      minEntropy: 3,
      aliases: ['gitleaks:dynatrace-api-token', 'trivy:dynatrace-api-token'],
    },
  ],
);
