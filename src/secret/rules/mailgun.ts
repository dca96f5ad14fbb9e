import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const mailgunRules: readonly SecretRule[] = valueRules(
  {
    name: 'Mailgun',
    revoke: 'in Mailgun, under API security',
    documentation: 'https://documentation.mailgun.com/docs/mailgun/api-reference/',
  },
  [
    {
      id: 'mailgun-private-api-token',
      title: 'Mailgun private API key',
      severity: 'high',
      names: ['mailgun'],
      pattern: 'key-[a-f0-9]{32}',
      aliases: ['gitleaks:mailgun-private-api-token', 'trivy:mailgun-token'],
    },
    {
      id: 'mailgun-pub-key',
      title: 'Mailgun public validation key',
      severity: 'low',
      names: ['mailgun'],
      pattern: 'pubkey-[a-f0-9]{32}',
      aliases: ['gitleaks:mailgun-pub-key'],
    },
    {
      id: 'mailgun-signing-key',
      title: 'Mailgun webhook signing key',
      severity: 'medium',
      names: ['mailgun'],
      pattern: '[A-Ha-h0-9]{32}-[A-Ha-h0-9]{8}-[A-Ha-h0-9]{8}',
      aliases: ['gitleaks:mailgun-signing-key', 'trivy:mailgun-signing-key'],
    },
  ],
);
