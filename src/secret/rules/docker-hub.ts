import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const dockerHubRules: readonly SecretRule[] = valueRules(
  {
    name: 'Docker Hub',
    revoke: 'in Docker Hub, under Account settings > Personal access tokens',
    documentation: 'https://docs.docker.com/security/for-developers/access-tokens/',
  },
  [
    {
      id: 'docker-hub-token',
      title: 'Docker Hub personal access token',
      severity: 'critical',
      pattern: 'dckr_pat_[A-Za-z0-9_-]{27}',
      minEntropy: 3,
    },
    {
      id: 'docker-hub-organization-token',
      title: 'Docker Hub organization access token',
      severity: 'critical',
      pattern: 'dckr_oat_[A-Za-z0-9_-]{32}',
      minEntropy: 3,
    },
  ],
);
