import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const pulumiRules: readonly SecretRule[] = valueRules(
  {
    name: 'Pulumi',
    revoke: 'in Pulumi Cloud, under Access tokens',
    documentation: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
  },
  [
    {
      id: 'pulumi-api-token',
      title: 'Pulumi access token',
      severity: 'high',
      pattern: 'pul-[a-f0-9]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:pulumi-api-token', 'trivy:pulumi-api-token'],
    },
  ],
);
