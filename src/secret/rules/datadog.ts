import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const datadogRules: readonly SecretRule[] = valueRules(
  {
    name: 'Datadog',
    revoke: 'in Datadog, under Organization settings > API keys or Application keys',
    documentation: 'https://docs.datadoghq.com/account_management/api-app-keys/',
  },
  [
    {
      id: 'datadog-access-token',
      title: 'Datadog application key',
      severity: 'high',
      names: ['datadog', 'dd_app_key'],
      pattern: '[A-Za-z0-9]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:datadog-access-token'],
    },
    {
      id: 'datadog-api-key',
      title: 'Datadog API key',
      severity: 'high',
      names: ['datadog', 'dd_api_key'],
      pattern: '[a-f0-9]{32}',
      minEntropy: 3,
    },
  ],
);
