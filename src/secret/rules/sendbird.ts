import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sendbirdRules: readonly SecretRule[] = valueRules(
  { name: 'Sendbird', revoke: 'in the Sendbird dashboard, under Settings > Application', documentation: 'https://sendbird.com/docs/' },
  [
    {
      id: 'sendbird-access-token',
      title: 'Sendbird API token',
      severity: 'high',
      names: ['sendbird'],
      pattern: '[A-Fa-f0-9]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:sendbird-access-token'],
    },
    {
      id: 'sendbird-access-id',
      title: 'Sendbird application ID',
      severity: 'low',
      names: ['sendbird'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:sendbird-access-id'],
    },
  ],
);
