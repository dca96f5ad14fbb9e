import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const intercomRules: readonly SecretRule[] = valueRules(
  {
    name: 'Intercom',
    revoke: 'in the Intercom developer hub',
    documentation: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
  },
  [
    {
      id: 'intercom-api-key',
      title: 'Intercom access token',
      severity: 'high',
      names: ['intercom'],
      pattern: '[A-Za-z0-9=_-]{60}',
      minEntropy: 2.5,
      aliases: ['gitleaks:intercom-api-key', 'trivy:intercom-api-token'],
    },
    {
      id: 'intercom-client-secret',
      title: 'Intercom client secret',
      severity: 'high',
      names: ['intercom'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['trivy:intercom-client-secret'],
    },
  ],
);
