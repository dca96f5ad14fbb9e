import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const rubygemsRules: readonly SecretRule[] = valueRules(
  { name: 'RubyGems', revoke: 'at rubygems.org/profile/api_keys', documentation: 'https://guides.rubygems.org/api-key-scopes/' },
  [
    {
      id: 'rubygems-api-token',
      title: 'RubyGems API key',
      severity: 'critical',
      pattern: 'rubygems_[a-f0-9]{48}',
      minEntropy: 2,
      aliases: ['gitleaks:rubygems-api-token', 'trivy:rubygems-api-token'],
    },
  ],
);
