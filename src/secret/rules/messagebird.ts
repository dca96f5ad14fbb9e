import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const messagebirdRules: readonly SecretRule[] = valueRules(
  {
    name: 'MessageBird',
    revoke: 'in the Bird dashboard, under Developers > API access',
    documentation: 'https://developers.messagebird.com/api/',
  },
  [
    {
      id: 'messagebird-api-token',
      title: 'MessageBird API token',
      severity: 'high',
      names: ['messagebird', 'message-bird', 'message_bird'],
      pattern: '[A-Za-z0-9]{25}',
      minEntropy: 2.5,
      aliases: ['gitleaks:messagebird-api-token', 'trivy:messagebird-api-token'],
    },
    {
      id: 'messagebird-client-id',
      title: 'MessageBird client ID',
      severity: 'low',
      names: ['messagebird', 'message-bird', 'message_bird'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:messagebird-client-id', 'trivy:messagebird-client-id'],
    },
  ],
);
