import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sendinblueRules: readonly SecretRule[] = valueRules(
  { name: 'Brevo', revoke: 'in Brevo, under SMTP & API', documentation: 'https://developers.brevo.com/docs/getting-started' },
  [
    {
      id: 'sendinblue-api-token',
      title: 'Brevo (Sendinblue) API key',
      severity: 'high',
      pattern: 'xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}',
      minEntropy: 2,
      aliases: ['gitleaks:sendinblue-api-token', 'trivy:sendinblue-api-token'],
    },
    { id: 'brevo-smtp-key', title: 'Brevo SMTP key', severity: 'high', pattern: 'xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16}', minEntropy: 2 },
  ],
);
