import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const definedNetworkingRules: readonly SecretRule[] = valueRules(
  {
    name: 'Defined Networking',
    revoke: 'in the Defined Networking admin panel, under API keys',
    documentation: 'https://docs.defined.net/api/defined-networking-api/',
  },
  [
    {
      id: 'defined-networking-api-token',
      title: 'Defined Networking API key',
      severity: 'high',
      pattern: 'dnkey-[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}',
      aliases: ['gitleaks:defined-networking-api-token'],
    },
  ],
);
