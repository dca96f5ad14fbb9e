import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sourcegraphRules: readonly SecretRule[] = valueRules(
  {
    name: 'Sourcegraph',
    revoke: 'in Sourcegraph, under Settings > Access tokens',
    documentation: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  },
  [
    {
      id: 'sourcegraph-access-token',
      title: 'Sourcegraph access token',
      severity: 'high',
      pattern: 'sgp_(?:(?:[A-Fa-f0-9]{16}|local)_[A-Fa-f0-9]{40}|[A-Fa-f0-9]{40})',
      anchors: [{ keyword: 'sgp_', offset: 0 }],
      minEntropy: 3,
      aliases: ['gitleaks:sourcegraph-access-token'],
    },
    {
      id: 'sourcegraph-legacy-access-token',
      title: 'Sourcegraph access token (old format)',
      severity: 'high',
      names: ['sourcegraph'],
      pattern: '[A-Fa-f0-9]{40}',
      minEntropy: 3,
      aliases: ['gitleaks:sourcegraph-access-token'],
    },
  ],
);
