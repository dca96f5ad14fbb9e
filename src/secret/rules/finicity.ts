import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const finicityRules: readonly SecretRule[] = valueRules(
  {
    name: 'Finicity',
    revoke: 'in the Mastercard Open Finance dashboard',
    documentation: 'https://developer.mastercard.com/open-finance-us/documentation/',
  },
  [
    {
      id: 'finicity-client-secret',
      title: 'Finicity client secret',
      severity: 'high',
      names: ['finicity'],
      pattern: '[A-Za-z0-9]{20}',
      minEntropy: 2.5,
      aliases: ['gitleaks:finicity-client-secret', 'trivy:finicity-client-secret'],
    },
    {
      id: 'finicity-api-token',
      title: 'Finicity API token',
      severity: 'high',
      names: ['finicity'],
      pattern: '[A-Fa-f0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:finicity-api-token', 'trivy:finicity-api-token'],
    },
  ],
);
