import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const intra42Rules: readonly SecretRule[] = valueRules(
  {
    name: '42 Intra',
    revoke: 'in the settings of the application at profile.intra.42.fr',
    documentation: 'https://api.intra.42.fr/apidoc',
  },
  [
    {
      id: 'intra42-client-secret',
      title: '42 Intra client secret',
      severity: 'high',
      pattern: 's-s4t2(?:ud|af)-[A-Fa-f0-9]{64}',
      minEntropy: 3,
      aliases: ['gitleaks:intra42-client-secret'],
    },
  ],
);
