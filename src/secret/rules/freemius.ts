import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const freemiusRules: readonly SecretRule[] = valueRules(
  { name: 'Freemius', revoke: 'in the Freemius dashboard', documentation: 'https://freemius.com/help/documentation/' },
  [
    {
      id: 'freemius-secret-key',
      title: 'Freemius secret key',
      severity: 'high',
      names: ['secret_key'],
      pattern: 'sk_[A-Za-z0-9!#$%&()*+,./:;<=>?@^_{}~-]{29}',
      minEntropy: 3,
      aliases: ['gitleaks:freemius-secret-key'],
    },
  ],
);
