import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const codecovRules: readonly SecretRule[] = valueRules(
  {
    name: 'Codecov',
    revoke: 'in the settings of the repository at Codecov',
    documentation: 'https://docs.codecov.com/docs/codecov-tokens',
  },
  [
    {
      id: 'codecov-access-token',
      title: 'Codecov token',
      severity: 'medium',
      names: ['codecov'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:codecov-access-token'],
    },
    {
      id: 'codecov-upload-token',
      title: 'Codecov upload token',
      severity: 'medium',
      names: ['codecov'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
    },
  ],
);
