import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const cohereRules: readonly SecretRule[] = valueRules(
  { name: 'Cohere', revoke: 'in the Cohere dashboard, under API keys', documentation: 'https://docs.cohere.com/reference/about' },
  [
    {
      id: 'cohere-api-token',
      title: 'Cohere API key',
      severity: 'high',
      names: ['cohere', 'co_api_key'],
      pattern: '[A-Za-z0-9]{40}',
      minEntropy: 3.7,
      aliases: ['gitleaks:cohere-api-token'],
    },
  ],
);
