import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const readmeRules: readonly SecretRule[] = valueRules(
  {
    name: 'ReadMe',
    revoke: 'in the ReadMe dashboard, under Configuration > API key',
    documentation: 'https://docs.readme.com/main/reference/authentication',
  },
  [
    {
      id: 'readme-api-token',
      title: 'ReadMe API key',
      severity: 'medium',
      pattern: 'rdme_[a-z0-9]{70}',
      minEntropy: 2,
      aliases: ['gitleaks:readme-api-token'],
    },
  ],
);
