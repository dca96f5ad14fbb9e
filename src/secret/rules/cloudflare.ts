import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const cloudflareRules: readonly SecretRule[] = valueRules(
  {
    name: 'Cloudflare',
    revoke: 'in the Cloudflare dashboard, under My Profile > API Tokens',
    documentation: 'https://developers.cloudflare.com/fundamentals/api/',
  },
  [
    {
      id: 'cloudflare-api-key',
      title: 'Cloudflare API token',
      severity: 'high',
      names: ['cloudflare', 'cf_api'],
      pattern: '[A-Za-z0-9_-]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:cloudflare-api-key'],
    },
    {
      id: 'cloudflare-global-api-key',
      title: 'Cloudflare global API key',
      severity: 'critical',
      names: ['cloudflare', 'cf_api'],
      pattern: '[A-Fa-f0-9]{37}',
      minEntropy: 2.5,
      aliases: ['gitleaks:cloudflare-global-api-key'],
    },
    {
      id: 'cloudflare-origin-ca-key',
      title: 'Cloudflare Origin CA key',
      severity: 'high',
      pattern: 'v1[.]0-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{146}',
      minEntropy: 2,
      aliases: ['gitleaks:cloudflare-origin-ca-key'],
    },
  ],
);
