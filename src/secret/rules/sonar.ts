import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sonarRules: readonly SecretRule[] = valueRules(
  {
    name: 'SonarQube',
    revoke: 'in SonarQube, under My Account > Security',
    documentation: 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/',
  },
  [
    {
      id: 'sonar-api-token',
      title: 'SonarQube token',
      severity: 'high',
      names: ['sonar'],
      pattern: '[A-Za-z0-9=_-]{40}',
      minEntropy: 3,
      aliases: ['gitleaks:sonar-api-token'],
    },
    {
      id: 'sonar-user-token',
      title: 'SonarQube token with prefix',
      severity: 'high',
      pattern: 'sq[upa]_[A-Za-z0-9]{40}',
      anchors: [
        { keyword: 'squ_', offset: 0 },
        { keyword: 'sqp_', offset: 0 },
        { keyword: 'sqa_', offset: 0 },
      ],
      minEntropy: 3,
      aliases: ['gitleaks:sonar-api-token'],
    },
  ],
);
