import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const jfrogRules: readonly SecretRule[] = valueRules(
  {
    name: 'JFrog',
    revoke: 'in the JFrog platform, under User profile or Access tokens',
    documentation: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
  },
  [
    {
      id: 'artifactory-api-key',
      title: 'Artifactory API key',
      severity: 'high',
      pattern: 'AKCp[A-Za-z0-9]{69}',
      minEntropy: 4,
      aliases: ['gitleaks:artifactory-api-key'],
    },
    {
      id: 'artifactory-reference-token',
      title: 'Artifactory reference token',
      severity: 'high',
      pattern: 'cmVmd[A-Za-z0-9]{59}',
      minEntropy: 4,
      aliases: ['gitleaks:artifactory-reference-token'],
    },
    {
      id: 'jfrog-api-key',
      title: 'JFrog API key',
      severity: 'high',
      names: ['jfrog', 'artifactory', 'bintray', 'xray'],
      pattern: '[A-Za-z0-9]{73}',
      minEntropy: 3,
      aliases: ['gitleaks:jfrog-api-key'],
    },
    {
      id: 'jfrog-identity-token',
      title: 'JFrog identity token',
      severity: 'high',
      names: ['jfrog', 'artifactory', 'bintray', 'xray'],
      pattern: '[A-Za-z0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:jfrog-identity-token'],
    },
  ],
);
