import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const hubspotRules: readonly SecretRule[] = valueRules(
  {
    name: 'HubSpot',
    revoke: 'in HubSpot, under Private apps',
    documentation: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
  },
  [
    {
      id: 'hubspot-api-key',
      title: 'HubSpot API key',
      severity: 'high',
      names: ['hubspot'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:hubspot-api-key', 'trivy:hubspot-api-token'],
    },
    {
      id: 'hubspot-private-app-token',
      title: 'HubSpot private app token',
      severity: 'high',
      pattern: 'pat-(?:na|eu|ap)[0-9]-[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      anchors: [
        { keyword: 'pat-na', offset: 0 },
        { keyword: 'pat-eu', offset: 0 },
        { keyword: 'pat-ap', offset: 0 },
      ],
    },
  ],
);
