import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const asanaRules: readonly SecretRule[] = valueRules(
  { name: 'Asana', revoke: 'in the Asana developer console', documentation: 'https://developers.asana.com/docs/oauth' },
  [
    {
      id: 'asana-client-id',
      title: 'Asana client ID',
      severity: 'medium',
      names: ['asana'],
      pattern: '[0-9]{16}',
      minEntropy: 2,
      aliases: ['gitleaks:asana-client-id', 'trivy:asana-client-id'],
    },
    {
      id: 'asana-client-secret',
      title: 'Asana client secret',
      severity: 'high',
      names: ['asana'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:asana-client-secret', 'trivy:asana-client-secret'],
    },
  ],
);
