import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const plaidRules: readonly SecretRule[] = valueRules(
  { name: 'Plaid', revoke: 'in the Plaid dashboard, under Keys', documentation: 'https://plaid.com/docs/api/' },
  [
    {
      id: 'plaid-client-id',
      title: 'Plaid client ID',
      severity: 'low',
      names: ['plaid'],
      pattern: '[A-Za-z0-9]{24}',
      minEntropy: 3,
      aliases: ['gitleaks:plaid-client-id'],
    },
    {
      id: 'plaid-secret-key',
      title: 'Plaid secret',
      severity: 'critical',
      names: ['plaid'],
      pattern: '[A-Za-z0-9]{30}',
      minEntropy: 3,
      aliases: ['gitleaks:plaid-secret-key'],
    },
    {
      id: 'plaid-api-token',
      title: 'Plaid access token',
      severity: 'critical',
      pattern: 'access-(?:sandbox|development|production)-[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:plaid-api-token'],
    },
  ],
);
