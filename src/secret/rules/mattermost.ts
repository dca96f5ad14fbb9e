import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const mattermostRules: readonly SecretRule[] = valueRules(
  {
    name: 'Mattermost',
    revoke: 'in Mattermost, under Profile > Security > Personal access tokens',
    documentation: 'https://developers.mattermost.com/integrate/reference/personal-access-token/',
  },
  [
    {
      id: 'mattermost-access-token',
      title: 'Mattermost access token',
      severity: 'high',
      names: ['mattermost'],
      pattern: '[A-Za-z0-9]{26}',
      minEntropy: 2.5,
      aliases: ['gitleaks:mattermost-access-token'],
    },
  ],
);
