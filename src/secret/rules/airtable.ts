import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const airtableRules: readonly SecretRule[] = valueRules(
  {
    name: 'Airtable',
    revoke: 'in the Builder hub of Airtable, under Personal access tokens',
    documentation: 'https://airtable.com/developers/web/guides/personal-access-tokens',
  },
  [
    {
      id: 'airtable-api-key',
      title: 'Airtable API key',
      severity: 'high',
      names: ['airtable'],
      pattern: '[A-Za-z0-9]{17}',
      minEntropy: 2.5,
      aliases: ['gitleaks:airtable-api-key'],
    },
    {
      id: 'airtable-personal-access-token',
      title: 'Airtable personal access token',
      severity: 'high',
      pattern: 'pat[A-Za-z0-9]{14}[.][a-f0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:airtable-personnal-access-token'],
    },
  ],
);
