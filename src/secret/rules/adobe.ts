import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const adobeRules: readonly SecretRule[] = valueRules(
  {
    name: 'Adobe',
    revoke: 'in the Adobe Developer Console',
    documentation: 'https://developer.adobe.com/developer-console/docs/guides/authentication/',
  },
  [
    {
      id: 'adobe-client-id',
      title: 'Adobe client ID',
      severity: 'medium',
      names: ['adobe'],
      pattern: '[A-Fa-f0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:adobe-client-id', 'trivy:adobe-client-id'],
    },
    {
      id: 'adobe-client-secret',
      title: 'Adobe client secret',
      severity: 'high',
      pattern: 'p8e-[A-Za-z0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:adobe-client-secret', 'trivy:adobe-client-secret'],
    },
  ],
);
