import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const beamerRules: readonly SecretRule[] = valueRules(
  { name: 'Beamer', revoke: 'in the Beamer settings, under API', documentation: 'https://www.getbeamer.com/api' },
  [
    {
      id: 'beamer-api-token',
      title: 'Beamer API key',
      severity: 'medium',
      names: ['beamer'],
      pattern: 'b_[A-Za-z0-9=_-]{44}',
      minEntropy: 2,
      aliases: ['gitleaks:beamer-api-token', 'trivy:beamer-api-token'],
    },
  ],
);
