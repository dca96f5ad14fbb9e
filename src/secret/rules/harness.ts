import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const harnessRules: readonly SecretRule[] = valueRules(
  {
    name: 'Harness',
    revoke: 'in Harness, under My API keys',
    documentation: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/',
  },
  [
    {
      id: 'harness-api-key',
      title: 'Harness API key',
      severity: 'high',
      pattern: '(?:pat|sat)[.][A-Za-z0-9_-]{22}[.][A-Za-z0-9]{24}[.][A-Za-z0-9]{20}',
      minEntropy: 3,
      aliases: ['gitleaks:harness-api-key'],
    },
  ],
);
