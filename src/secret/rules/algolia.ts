import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const algoliaRules: readonly SecretRule[] = valueRules(
  {
    name: 'Algolia',
    revoke: 'in the Algolia dashboard, under API keys',
    documentation: 'https://www.algolia.com/doc/guides/security/api-keys/',
  },
  [
    {
      id: 'algolia-api-key',
      title: 'Algolia API key',
      severity: 'high',
      names: ['algolia'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:algolia-api-key'],
    },
  ],
);
