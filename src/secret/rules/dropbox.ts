import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const dropboxRules: readonly SecretRule[] = valueRules(
  {
    name: 'Dropbox',
    revoke: 'in the Dropbox app console',
    documentation: 'https://www.dropbox.com/developers/documentation/http/documentation',
  },
  [
    {
      id: 'dropbox-api-token',
      title: 'Dropbox app key or secret',
      severity: 'high',
      names: ['dropbox'],
      pattern: '[A-Za-z0-9]{15}',
      minEntropy: 2.5,
      aliases: ['gitleaks:dropbox-api-token'],
    },
    {
      id: 'dropbox-long-lived-api-token',
      title: 'Dropbox long-lived access token',
      severity: 'critical',
      names: ['dropbox'],
      pattern: '[A-Za-z0-9]{11}AAAAAAAAAA[A-Za-z0-9_=-]{43}',
      aliases: ['gitleaks:dropbox-long-lived-api-token', 'trivy:dropbox-long-lived-api-token'],
    },
    {
      id: 'dropbox-short-lived-api-token',
      title: 'Dropbox short-lived access token',
      severity: 'high',
      names: ['dropbox'],
      pattern: '(?:sl[.]u[.][A-Za-z0-9=_-]{130,1400}|sl[.][A-Za-z0-9=_-]{130,1400})',
      aliases: ['gitleaks:dropbox-short-lived-api-token', 'trivy:dropbox-short-lived-api-token'],
    },
  ],
);
