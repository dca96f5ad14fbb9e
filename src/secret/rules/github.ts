import { type SecretRule } from '../secret-rule.ts';
import { crcOfToken } from '../structure/crc-of-token.ts';
import { fineGrainedShape } from '../structure/fine-grained-shape.ts';
import { valueRules } from './value-rules.ts';

export const githubRules: readonly SecretRule[] = valueRules(
  {
    name: 'GitHub',
    revoke: 'at github.com/settings/tokens; GitHub App credentials, in the settings of the app',
    documentation:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats',
  },
  [
    {
      id: 'github-pat',
      title: 'GitHub personal access token (classic)',
      severity: 'critical',
      pattern: 'ghp_[A-Za-z0-9]{36,251}',
      minEntropy: 3,
      check: crcOfToken,
      aliases: ['gitleaks:github-pat', 'trivy:github-pat'],
    },
    {
      id: 'github-fine-grained-pat',
      title: 'GitHub fine-grained personal access token',
      severity: 'critical',
      pattern: 'github_pat_[A-Za-z0-9_]{82}',
      minEntropy: 3,
      check: fineGrainedShape,
      aliases: ['gitleaks:github-fine-grained-pat', 'trivy:github-fine-grained-pat'],
    },
    {
      id: 'github-oauth',
      title: 'GitHub OAuth access token',
      severity: 'critical',
      pattern: 'gho_[A-Za-z0-9]{36,251}',
      minEntropy: 3,
      check: crcOfToken,
      aliases: ['gitleaks:github-oauth', 'trivy:github-oauth'],
    },
    {
      id: 'github-app-token',
      title: 'GitHub App token',
      severity: 'high',
      pattern: 'gh[us]_[A-Za-z0-9]{36,251}',
      anchors: [
        { keyword: 'ghu_', offset: 0 },
        { keyword: 'ghs_', offset: 0 },
      ],
      minEntropy: 3,
      check: crcOfToken,
      aliases: ['gitleaks:github-app-token', 'trivy:github-app-token'],
    },
    {
      id: 'github-refresh-token',
      title: 'GitHub refresh token',
      severity: 'high',
      pattern: 'ghr_[A-Za-z0-9]{36,251}',
      minEntropy: 3,
      check: crcOfToken,
      aliases: ['gitleaks:github-refresh-token', 'trivy:github-refresh-token'],
    },
    {
      id: 'github-app-jwt-token',
      title: 'GitHub App installation token (JWT)',
      severity: 'high',
      pattern: 'ghs_(?:[0-9]{1,12}_)?eyJ[A-Za-z0-9_-]{10,2000}[.]eyJ[A-Za-z0-9_-]{10,4000}[.][A-Za-z0-9_-]{20,1000}',
      anchors: [{ keyword: 'ghs_', offset: 0 }],
      minEntropy: 3,
      aliases: ['trivy:stateless-ghs-jwt'],
    },
  ],
);
