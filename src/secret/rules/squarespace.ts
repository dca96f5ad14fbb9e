import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const squarespaceRules: readonly SecretRule[] = valueRules(
  {
    name: 'Squarespace',
    revoke: 'in Squarespace, under Settings > Developer API keys',
    documentation: 'https://developers.squarespace.com/commerce-apis/authentication-and-permissions',
  },
  [
    {
      id: 'squarespace-access-token',
      title: 'Squarespace API key',
      severity: 'high',
      names: ['squarespace'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:squarespace-access-token'],
    },
  ],
);
