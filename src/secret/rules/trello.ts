import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const trelloRules: readonly SecretRule[] = valueRules(
  {
    name: 'Trello',
    revoke: 'at trello.com/power-ups/admin',
    documentation: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  },
  [
    {
      id: 'trello-access-token',
      title: 'Trello API key',
      severity: 'high',
      names: ['trello'],
      pattern: '[A-Za-z0-9-]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:trello-access-token'],
    },
    { id: 'trello-token', title: 'Trello token', severity: 'high', pattern: 'ATTA[A-Za-z0-9]{72}', minEntropy: 3 },
  ],
);
