import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const scalingoRules: readonly SecretRule[] = valueRules(
  { name: 'Scalingo', revoke: 'in the Scalingo dashboard, under API tokens', documentation: 'https://developers.scalingo.com/' },
  [
    {
      id: 'scalingo-api-token',
      title: 'Scalingo API token',
      severity: 'high',
      pattern: 'tk-us-[A-Za-z0-9_-]{48}',
      minEntropy: 2,
      aliases: ['gitleaks:scalingo-api-token'],
    },
  ],
);
