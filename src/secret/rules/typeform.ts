import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const typeformRules: readonly SecretRule[] = valueRules(
  {
    name: 'Typeform',
    revoke: 'in Typeform, under Personal tokens',
    documentation: 'https://www.typeform.com/developers/get-started/personal-access-token/',
  },
  [
    {
      id: 'typeform-api-token',
      title: 'Typeform personal access token',
      severity: 'medium',
      pattern: 'tfp_[A-Za-z0-9_.=-]{59}',
      minEntropy: 3,
      aliases: ['gitleaks:typeform-api-token', 'trivy:typeform-api-token'],
    },
  ],
);
