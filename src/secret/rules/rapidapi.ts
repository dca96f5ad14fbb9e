import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const rapidapiRules: readonly SecretRule[] = valueRules(
  { name: 'RapidAPI', revoke: 'in the RapidAPI developer dashboard', documentation: 'https://docs.rapidapi.com/docs/keys' },
  [
    {
      id: 'rapidapi-access-token',
      title: 'RapidAPI key',
      severity: 'medium',
      names: ['rapidapi', 'rapid-api', 'rapid_api'],
      pattern: '[A-Za-z0-9_-]{50}',
      minEntropy: 2.5,
      aliases: ['gitleaks:rapidapi-access-token'],
    },
  ],
);
