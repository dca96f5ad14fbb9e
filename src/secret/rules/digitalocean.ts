import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const digitaloceanRules: readonly SecretRule[] = valueRules(
  {
    name: 'DigitalOcean',
    revoke: 'in the DigitalOcean control panel, under API',
    documentation: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
  },
  [
    {
      id: 'digitalocean-pat',
      title: 'DigitalOcean personal access token',
      severity: 'critical',
      pattern: 'dop_v1_[a-f0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:digitalocean-pat'],
    },
    {
      id: 'digitalocean-access-token',
      title: 'DigitalOcean OAuth access token',
      severity: 'critical',
      pattern: 'doo_v1_[a-f0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:digitalocean-access-token'],
    },
    {
      id: 'digitalocean-refresh-token',
      title: 'DigitalOcean OAuth refresh token',
      severity: 'critical',
      pattern: 'dor_v1_[a-f0-9]{64}',
      ignoresCase: true,
      minEntropy: 3,
      aliases: ['gitleaks:digitalocean-refresh-token'],
    },
  ],
);
