import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const ionicRules: readonly SecretRule[] = valueRules(
  { name: 'Ionic', revoke: 'in Ionic Appflow, under Personal access tokens', documentation: 'https://ionic.io/docs/appflow/' },
  [
    {
      id: 'ionic-api-token',
      title: 'Ionic API token',
      severity: 'medium',
      pattern: 'ion_[a-z0-9]{42}',
      ignoresCase: true,
      minEntropy: 3,
      aliases: ['trivy:ionic-api-token'],
    },
  ],
);
