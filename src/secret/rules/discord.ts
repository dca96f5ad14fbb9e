import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const discordRules: readonly SecretRule[] = valueRules(
  {
    name: 'Discord',
    revoke: 'in the Discord developer portal, under Bot or OAuth2',
    documentation: 'https://discord.com/developers/docs/topics/oauth2',
  },
  [
    {
      id: 'discord-api-token',
      title: 'Discord API key',
      severity: 'high',
      names: ['discord'],
      pattern: '[A-Fa-f0-9]{64}',
      minEntropy: 2.5,
      aliases: ['gitleaks:discord-api-token', 'trivy:discord-api-token'],
    },
    {
      id: 'discord-bot-token',
      title: 'Discord bot token',
      severity: 'high',
      names: ['discord', 'bot_token', 'bottoken'],
      pattern: '[MNO][A-Za-z0-9_-]{23,25}[.][A-Za-z0-9_-]{6}[.][A-Za-z0-9_-]{27,38}',
      minEntropy: 3.5,
    },
    {
      id: 'discord-client-id',
      title: 'Discord client ID',
      severity: 'low',
      names: ['discord'],
      pattern: '[0-9]{18}',
      minEntropy: 2.2,
      aliases: ['gitleaks:discord-client-id', 'trivy:discord-client-id'],
    },
    {
      id: 'discord-client-secret',
      title: 'Discord client secret',
      severity: 'high',
      names: ['discord'],
      pattern: '[A-Za-z0-9=_-]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:discord-client-secret', 'trivy:discord-client-secret'],
    },
    {
      id: 'discord-webhook-url',
      title: 'Discord webhook',
      severity: 'medium',
      pattern: 'discord(?:app)?[.]com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}',
      anchors: [
        { keyword: 'discord.com/api/webhooks/', offset: 0 },
        { keyword: 'discordapp.com/api/webhooks/', offset: 0 },
      ],
    },
  ],
);
