import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const nytimesRules: readonly SecretRule[] = valueRules(
  { name: 'New York Times', revoke: 'at developer.nytimes.com/my-apps', documentation: 'https://developer.nytimes.com/get-started' },
  [
    {
      id: 'nytimes-access-token',
      title: 'New York Times API key',
      severity: 'low',
      names: ['nytimes', 'new-york-times', 'newyorktimes'],
      pattern: '[A-Za-z0-9=_-]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:nytimes-access-token'],
    },
  ],
);
