import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const twitterRules: readonly SecretRule[] = valueRules(
  {
    name: 'X (Twitter)',
    revoke: 'in the X developer portal: regenerate the keys',
    documentation: 'https://docs.x.com/fundamentals/authentication/overview',
  },
  [
    {
      id: 'twitter-api-key',
      title: 'Twitter API key',
      severity: 'medium',
      names: ['twitter'],
      pattern: '[A-Za-z0-9]{25}',
      minEntropy: 2.5,
      aliases: ['gitleaks:twitter-api-key', 'trivy:twitter-token'],
    },
    {
      id: 'twitter-api-secret',
      title: 'Twitter API secret',
      severity: 'high',
      names: ['twitter'],
      pattern: '[A-Za-z0-9]{50}',
      minEntropy: 2.5,
      aliases: ['gitleaks:twitter-api-secret', 'trivy:twitter-token'],
    },
    {
      id: 'twitter-access-token',
      title: 'Twitter access token',
      severity: 'high',
      names: ['twitter'],
      pattern: '[0-9]{15,25}-[A-Za-z0-9]{20,40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:twitter-access-token'],
    },
    {
      id: 'twitter-access-secret',
      title: 'Twitter access token secret',
      severity: 'high',
      names: ['twitter'],
      pattern: '[A-Za-z0-9]{45}',
      minEntropy: 2.5,
      aliases: ['gitleaks:twitter-access-secret'],
    },
    {
      id: 'twitter-bearer-token',
      title: 'Twitter bearer token',
      severity: 'high',
      names: ['twitter'],
      pattern: 'AAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{80,104}',
      aliases: ['gitleaks:twitter-bearer-token'],
    },
  ],
);
