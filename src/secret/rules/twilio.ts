import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const twilioRules: readonly SecretRule[] = valueRules(
  { name: 'Twilio', revoke: 'in the Twilio console, under API keys & tokens', documentation: 'https://www.twilio.com/docs/iam/api-keys' },
  [
    {
      id: 'twilio-api-key',
      title: 'Twilio API key',
      severity: 'high',
      pattern: 'SK[A-Fa-f0-9]{32}',
      minEntropy: 3,
      aliases: ['gitleaks:twilio-api-key', 'trivy:twilio-api-key'],
    },
  ],
);
