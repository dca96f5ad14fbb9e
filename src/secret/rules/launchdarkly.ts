import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const launchdarklyRules: readonly SecretRule[] = valueRules(
  { name: 'LaunchDarkly', revoke: 'in LaunchDarkly, under Authorization', documentation: 'https://docs.launchdarkly.com/home/account/api' },
  [
    {
      id: 'launchdarkly-access-token',
      title: 'LaunchDarkly access token',
      severity: 'high',
      names: ['launchdarkly'],
      pattern: '[A-Za-z0-9=_-]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:launchdarkly-access-token'],
    },
    {
      id: 'launchdarkly-key',
      title: 'LaunchDarkly SDK or API key',
      severity: 'high',
      names: ['launchdarkly', 'ld_sdk_key'],
      pattern: '(?:sdk|api)-[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
    },
  ],
);
