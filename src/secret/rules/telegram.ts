import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const telegramRules: readonly SecretRule[] = valueRules(
  { name: 'Telegram', revoke: 'with @BotFather: /revoke', documentation: 'https://core.telegram.org/bots/features#botfather' },
  [
    {
      id: 'telegram-bot-api-token',
      title: 'Telegram bot token',
      severity: 'high',
      names: ['telegr'],
      pattern: '(?:bot)?[0-9]{5,16}:A[A-Za-z0-9_-]{34}',
      withinBytes: 48,
      minEntropy: 3,
      aliases: ['gitleaks:telegram-bot-api-token'],
    },
  ],
);
