import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sumologicRules: readonly SecretRule[] = valueRules(
  {
    name: 'Sumo Logic',
    revoke: 'in Sumo Logic, under Preferences > Access keys',
    documentation: 'https://help.sumologic.com/docs/manage/security/access-keys/',
  },
  [
    {
      id: 'sumologic-access-id',
      title: 'Sumo Logic access ID',
      severity: 'medium',
      names: ['sumo'],
      pattern: 'su[A-Za-z0-9]{12}',
      minEntropy: 3,
      aliases: ['gitleaks:sumologic-access-id'],
    },
    {
      id: 'sumologic-access-token',
      title: 'Sumo Logic access key',
      severity: 'high',
      names: ['sumo'],
      pattern: '[A-Za-z0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:sumologic-access-token'],
    },
  ],
);
