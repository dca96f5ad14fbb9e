import { type SecretRule } from '../secret-rule.ts';
import { sendGridShape } from '../structure/send-grid-shape.ts';
import { valueRules } from './value-rules.ts';

export const sendgridRules: readonly SecretRule[] = valueRules(
  {
    name: 'SendGrid',
    revoke: 'in SendGrid, under Settings > API keys',
    documentation: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  },
  [
    {
      id: 'sendgrid-api-token',
      title: 'SendGrid API key',
      severity: 'high',
      pattern: 'SG[.][A-Za-z0-9=_.-]{66}',
      minEntropy: 3,
      check: sendGridShape,
      aliases: ['gitleaks:sendgrid-api-token', 'trivy:sendgrid-api-token'],
    },
  ],
);
