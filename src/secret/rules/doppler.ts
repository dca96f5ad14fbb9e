import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const dopplerRules: readonly SecretRule[] = valueRules(
  { name: 'Doppler', revoke: 'in Doppler, under Tokens or Access', documentation: 'https://docs.doppler.com/docs/service-tokens' },
  [
    {
      id: 'doppler-api-token',
      title: 'Doppler token',
      severity: 'critical',
      pattern: 'dp[.](?:pt|ct|sa|scim|audit)[.][A-Za-z0-9]{40,44}',
      minEntropy: 2,
      aliases: ['gitleaks:doppler-api-token', 'trivy:doppler-api-token'],
    },
    {
      id: 'doppler-service-token',
      title: 'Doppler service token',
      severity: 'critical',
      pattern: 'dp[.]st[.][A-Za-z0-9_-]{2,40}[.][A-Za-z0-9]{40,44}',
      minEntropy: 2,
    },
  ],
);
