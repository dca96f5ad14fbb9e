import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const notionRules: readonly SecretRule[] = valueRules(
  { name: 'Notion', revoke: 'at notion.so/profile/integrations', documentation: 'https://developers.notion.com/docs/authorization' },
  [
    {
      id: 'notion-api-token',
      title: 'Notion API token',
      severity: 'high',
      pattern: 'ntn_[0-9]{11}[A-Za-z0-9]{35}',
      minEntropy: 3.5,
      aliases: ['gitleaks:notion-api-token'],
    },
    {
      id: 'notion-internal-token',
      title: 'Notion integration secret',
      severity: 'high',
      pattern: 'secret_[A-Za-z0-9]{43}',
      minEntropy: 3.5,
    },
  ],
);
