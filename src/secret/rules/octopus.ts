import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const octopusRules: readonly SecretRule[] = valueRules(
  {
    name: 'Octopus Deploy',
    revoke: 'in Octopus, under Profile > My API keys',
    documentation: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
  },
  [
    {
      id: 'octopus-deploy-api-key',
      title: 'Octopus Deploy API key',
      severity: 'high',
      pattern: 'API-[A-Z0-9]{26}',
      minEntropy: 3,
      aliases: ['gitleaks:octopus-deploy-api-key'],
    },
  ],
);
