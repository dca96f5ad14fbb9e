import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const planetscaleRules: readonly SecretRule[] = valueRules(
  {
    name: 'PlanetScale',
    revoke: 'in PlanetScale, under Settings > Passwords or Service tokens',
    documentation: 'https://planetscale.com/docs/concepts/service-tokens',
  },
  [
    {
      id: 'planetscale-password',
      title: 'PlanetScale password',
      severity: 'critical',
      pattern: 'pscale_pw_[A-Za-z0-9_=.-]{32,64}',
      minEntropy: 3,
      aliases: ['gitleaks:planetscale-password', 'trivy:planetscale-password'],
    },
    {
      id: 'planetscale-api-token',
      title: 'PlanetScale service token',
      severity: 'critical',
      pattern: 'pscale_tkn_[A-Za-z0-9_=.-]{32,64}',
      minEntropy: 3,
      aliases: ['gitleaks:planetscale-api-token', 'trivy:planetscale-api-token'],
    },
    {
      id: 'planetscale-oauth-token',
      title: 'PlanetScale OAuth token',
      severity: 'critical',
      pattern: 'pscale_oauth_[A-Za-z0-9_=.-]{32,64}',
      minEntropy: 3,
      aliases: ['gitleaks:planetscale-oauth-token'],
    },
  ],
);
