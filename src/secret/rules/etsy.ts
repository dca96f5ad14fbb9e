import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const etsyRules: readonly SecretRule[] = valueRules(
  { name: 'Etsy', revoke: 'at etsy.com/developers/your-apps', documentation: 'https://developers.etsy.com/documentation/' },
  [
    {
      id: 'etsy-access-token',
      title: 'Etsy API key',
      severity: 'medium',
      names: ['etsy'],
      pattern: '[A-Za-z0-9]{24}',
      minEntropy: 3,
      aliases: ['gitleaks:etsy-access-token'],
    },
  ],
);
