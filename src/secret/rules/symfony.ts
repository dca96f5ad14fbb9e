import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const symfonyRules: readonly SecretRule[] = valueRules(
  {
    name: 'Symfony',
    revoke: 'by setting APP_SECRET to a random value',
    documentation: 'https://symfony.com/doc/current/reference/configuration/framework.html#secret',
  },
  [
    {
      id: 'symfony-default-secret',
      title: 'Default secret of Symfony',
      severity: 'medium',
      pattern: 'ThisTokenIsNotSoSecretChangeIt',
      aliases: ['trivy:symfony-default-secret'],
    },
  ],
);
