import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const mailchimpRules: readonly SecretRule[] = valueRules(
  {
    name: 'Mailchimp',
    revoke: 'in Mailchimp, under Account > Extras > API keys',
    documentation: 'https://mailchimp.com/help/about-api-keys/',
  },
  [
    {
      id: 'mailchimp-api-key',
      title: 'Mailchimp API key',
      severity: 'high',
      pattern: '[a-f0-9]{32}-us[0-9]{1,2}',
      anchors: [{ keyword: '-us', offset: 32 }],
      minEntropy: 2.5,
      aliases: ['gitleaks:mailchimp-api-key', 'trivy:mailchimp-api-key'],
    },
    {
      id: 'mandrill-api-key',
      title: 'Mailchimp Transactional (Mandrill) API key',
      severity: 'high',
      names: ['mandrill', 'mailchimp'],
      pattern: 'md-[A-Za-z0-9_-]{22}',
      minEntropy: 3,
    },
  ],
);
