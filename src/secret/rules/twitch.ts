import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const twitchRules: readonly SecretRule[] = valueRules(
  { name: 'Twitch', revoke: 'in the Twitch developer console', documentation: 'https://dev.twitch.tv/docs/authentication/' },
  [
    {
      id: 'twitch-api-token',
      title: 'Twitch API token',
      severity: 'high',
      names: ['twitch'],
      pattern: '[A-Za-z0-9]{30}',
      minEntropy: 2.5,
      aliases: ['gitleaks:twitch-api-token', 'trivy:twitch-api-token'],
    },
  ],
);
