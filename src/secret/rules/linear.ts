import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const linearRules: readonly SecretRule[] = valueRules(
  { name: 'Linear', revoke: 'in Linear, under Settings > Security & access', documentation: 'https://linear.app/developers/graphql' },
  [
    {
      id: 'linear-api-key',
      title: 'Linear API key',
      severity: 'medium',
      pattern: 'lin_api_[A-Za-z0-9]{40}',
      minEntropy: 2,
      aliases: ['gitleaks:linear-api-key', 'trivy:linear-api-token'],
    },
    {
      id: 'linear-client-secret',
      title: 'Linear client secret',
      severity: 'high',
      names: ['linear'],
      pattern: '[A-Fa-f0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:linear-client-secret', 'trivy:linear-client-secret'],
    },
  ],
);
