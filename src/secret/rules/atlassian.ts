import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const atlassianRules: readonly SecretRule[] = valueRules(
  {
    name: 'Atlassian',
    revoke: 'at id.atlassian.com, under Security > API tokens',
    documentation: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  },
  [
    {
      id: 'atlassian-api-token',
      title: 'Atlassian API token',
      severity: 'high',
      pattern: 'ATATT3[A-Za-z0-9=_-]{186}',
      minEntropy: 3.5,
      aliases: ['gitleaks:atlassian-api-token', 'trivy:atlassian-api-token'],
    },
    {
      id: 'atlassian-legacy-api-token',
      title: 'Atlassian API token (old format)',
      severity: 'high',
      names: ['atlassian', 'confluence', 'jira'],
      pattern: '[A-Za-z0-9]{20}[A-Fa-f0-9]{4}',
      minEntropy: 3,
      aliases: ['gitleaks:atlassian-api-token', 'trivy:atlassian-api-token'],
    },
    { id: 'bitbucket-app-password', title: 'Bitbucket app password', severity: 'high', pattern: 'ATBB[A-Za-z0-9]{32}', minEntropy: 3 },
    {
      id: 'bitbucket-access-token',
      title: 'Bitbucket access token',
      severity: 'high',
      pattern: 'ATCTT3[A-Za-z0-9=_-]{180,200}',
      minEntropy: 3,
    },
    {
      id: 'bitbucket-client-id',
      title: 'Bitbucket OAuth key',
      severity: 'medium',
      names: ['bitbucket'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:bitbucket-client-id', 'trivy:bitbucket-client-id'],
    },
    {
      id: 'bitbucket-client-secret',
      title: 'Bitbucket OAuth secret',
      severity: 'high',
      names: ['bitbucket'],
      pattern: '[A-Za-z0-9=_-]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:bitbucket-client-secret', 'trivy:bitbucket-client-secret'],
    },
  ],
);
