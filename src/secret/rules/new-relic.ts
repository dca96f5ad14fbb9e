import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const newRelicRules: readonly SecretRule[] = valueRules(
  {
    name: 'New Relic',
    revoke: 'in New Relic, under API keys',
    documentation: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  },
  [
    {
      id: 'new-relic-user-api-key',
      title: 'New Relic user API key',
      severity: 'high',
      pattern: 'NRAK-[A-Za-z0-9]{27}',
      aliases: ['gitleaks:new-relic-user-api-key', 'trivy:new-relic-user-api-key'],
    },
    {
      id: 'new-relic-user-api-id',
      title: 'New Relic user API ID',
      severity: 'medium',
      names: ['new-relic', 'newrelic', 'new_relic'],
      pattern: '[A-Za-z0-9]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:new-relic-user-api-id', 'trivy:new-relic-user-api-id'],
    },
    {
      id: 'new-relic-browser-api-token',
      title: 'New Relic browser key',
      severity: 'low',
      pattern: 'NRJS-[A-Fa-f0-9]{19}',
      aliases: ['gitleaks:new-relic-browser-api-token', 'trivy:new-relic-browser-api-token'],
    },
    {
      id: 'new-relic-insert-key',
      title: 'New Relic insert key',
      severity: 'medium',
      pattern: 'NRII-[A-Za-z0-9-]{32}',
      aliases: ['gitleaks:new-relic-insert-key'],
    },
    {
      id: 'new-relic-license-key',
      title: 'New Relic license key',
      severity: 'high',
      pattern: '(?:[a-f0-9]{36}NRAL|[a-f0-9]{32}FFFFNRAL)',
      anchors: [{ keyword: 'NRAL', offset: 36 }],
      minEntropy: 2.5,
    },
  ],
);
