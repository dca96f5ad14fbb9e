import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const mapboxRules: readonly SecretRule[] = valueRules(
  {
    name: 'Mapbox',
    revoke: 'at account.mapbox.com/access-tokens',
    documentation: 'https://docs.mapbox.com/help/getting-started/access-tokens/',
  },
  [
    {
      id: 'mapbox-api-token',
      title: 'Mapbox access token',
      severity: 'medium',
      names: ['mapbox'],
      pattern: '(?:pk|sk|tk)[.][A-Za-z0-9]{60}[.][A-Za-z0-9]{22}',
      minEntropy: 2,
      aliases: ['gitleaks:mapbox-api-token', 'trivy:mapbox-api-token'],
    },
    {
      id: 'mapbox-secret-token',
      title: 'Mapbox secret token',
      severity: 'high',
      pattern: 'sk[.]eyJ1[A-Za-z0-9_-]{50,140}[.][A-Za-z0-9_-]{22}',
      minEntropy: 3,
    },
  ],
);
