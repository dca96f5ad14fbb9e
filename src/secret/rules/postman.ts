import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const postmanRules: readonly SecretRule[] = valueRules(
  {
    name: 'Postman',
    revoke: 'in Postman, under Settings > API keys',
    documentation: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
  },
  [
    {
      id: 'postman-api-token',
      title: 'Postman API key',
      severity: 'high',
      pattern: 'PMAK-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}',
      minEntropy: 3,
      aliases: ['gitleaks:postman-api-token', 'trivy:postman-api-token'],
    },
    {
      id: 'postman-collection-token',
      title: 'Postman collection access key',
      severity: 'low',
      pattern: 'PMAT-[A-Za-z0-9]{26}',
      minEntropy: 3,
    },
  ],
);
