import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const packagistRules: readonly SecretRule[] = valueRules(
  {
    name: 'Packagist',
    revoke: 'in the settings of Private Packagist',
    documentation: 'https://packagist.com/docs/composer-authentication',
  },
  [
    {
      id: 'private-packagist-token',
      title: 'Private Packagist token',
      severity: 'high',
      pattern: 'packagist_[ou][ru]t_[a-f0-9]{68}',
      anchors: [{ keyword: 'packagist_', offset: 0 }],
      minEntropy: 3,
      aliases: ['trivy:private-packagist-token'],
    },
    {
      id: 'packagist-conductor-token',
      title: 'Private Packagist conductor token',
      severity: 'high',
      pattern: 'packagist_cut_[a-f0-9]{68}',
      minEntropy: 3,
    },
  ],
);
