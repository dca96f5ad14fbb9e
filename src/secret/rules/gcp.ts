import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const gcpRules: readonly SecretRule[] = valueRules(
  {
    name: 'Google Cloud',
    revoke: 'in the Google Cloud console, under APIs & Services > Credentials',
    documentation: 'https://cloud.google.com/docs/authentication/api-keys',
  },
  [
    {
      id: 'gcp-api-key',
      title: 'Google Cloud API key',
      severity: 'high',
      pattern: 'AIza[A-Za-z0-9_-]{35}',
      minEntropy: 3.7,
      aliases: ['gitleaks:gcp-api-key'],
    },
    {
      id: 'gcp-oauth-client-secret',
      title: 'Google OAuth client secret',
      severity: 'high',
      pattern: 'GOCSPX-[A-Za-z0-9_-]{28}',
      minEntropy: 3,
    },
    {
      id: 'gcp-oauth-access-token',
      title: 'Google OAuth access token',
      severity: 'high',
      pattern: 'ya29[.][A-Za-z0-9_-]{60,1000}',
      minEntropy: 3.5,
    },
    { id: 'gcp-hmac-key', title: 'Google Cloud Storage HMAC key', severity: 'high', pattern: 'GOOG1[A-Z0-9]{56}', minEntropy: 3 },
  ],
);
