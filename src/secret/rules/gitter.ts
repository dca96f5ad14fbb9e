import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const gitterRules: readonly SecretRule[] = valueRules(
  { name: 'Gitter', revoke: 'at developer.gitter.im', documentation: 'https://developer.gitter.im/docs/authentication' },
  [
    {
      id: 'gitter-access-token',
      title: 'Gitter access token',
      severity: 'medium',
      names: ['gitter'],
      pattern: '[A-Za-z0-9_-]{40}',
      minEntropy: 2.5,
      aliases: ['gitleaks:gitter-access-token'],
    },
  ],
);
