import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const databricksRules: readonly SecretRule[] = valueRules(
  {
    name: 'Databricks',
    revoke: 'in Databricks, under Settings > Developer > Access tokens',
    documentation: 'https://docs.databricks.com/en/dev-tools/auth/pat.html',
  },
  [
    {
      id: 'databricks-api-token',
      title: 'Databricks personal access token',
      severity: 'high',
      pattern: 'dapi[A-Fa-f0-9]{32}(?:-[0-9])?',
      minEntropy: 3,
      aliases: ['gitleaks:databricks-api-token', 'trivy:databricks-api-token'],
    },
  ],
);
