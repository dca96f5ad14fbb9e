import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const circleciRules: readonly SecretRule[] = valueRules(
  {
    name: 'CircleCI',
    revoke: 'in CircleCI, under User settings > Personal API tokens',
    documentation: 'https://circleci.com/docs/managing-api-tokens/',
  },
  [
    {
      id: 'circleci-personal-token',
      title: 'CircleCI personal API token',
      severity: 'high',
      pattern: 'CCIPAT_[A-Za-z0-9]{22}_[a-f0-9]{40}',
      minEntropy: 3,
    },
    {
      id: 'circleci-project-token',
      title: 'CircleCI project API token',
      severity: 'high',
      pattern: 'CCIPRJ_[A-Za-z0-9]{22}_[a-f0-9]{40}',
      minEntropy: 3,
    },
  ],
);
