import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const buildkiteRules: readonly SecretRule[] = valueRules(
  {
    name: 'Buildkite',
    revoke: 'in Buildkite, under Personal settings > API access tokens',
    documentation: 'https://buildkite.com/docs/apis/managing-api-tokens',
  },
  [
    { id: 'buildkite-api-token', title: 'Buildkite API access token', severity: 'high', pattern: 'bkua_[a-z0-9]{40}', minEntropy: 3 },
    { id: 'buildkite-agent-token', title: 'Buildkite agent token', severity: 'high', pattern: 'bkct_[A-Za-z0-9_-]{40,80}', minEntropy: 3 },
  ],
);
