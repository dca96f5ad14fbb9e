import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const travisciRules: readonly SecretRule[] = valueRules(
  { name: 'Travis CI', revoke: 'in Travis CI, under Settings > API authentication', documentation: 'https://docs.travis-ci.com/api/' },
  [
    {
      id: 'travisci-access-token',
      title: 'Travis CI API token',
      severity: 'medium',
      names: ['travis'],
      pattern: '[A-Za-z0-9]{22}',
      minEntropy: 2.5,
      aliases: ['gitleaks:travisci-access-token'],
    },
  ],
);
