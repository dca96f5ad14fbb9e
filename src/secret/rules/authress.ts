import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const authressRules: readonly SecretRule[] = valueRules(
  {
    name: 'Authress',
    revoke: 'in the Authress console, under Service clients',
    documentation: 'https://authress.io/knowledge-base/docs/authentication/service-clients/',
  },
  [
    {
      id: 'authress-service-client-access-key',
      title: 'Authress service client access key',
      severity: 'high',
      pattern: '(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}[.][A-Za-z0-9]{4,6}[.]acc[_-][A-Za-z0-9-]{10,32}[.][A-Za-z0-9+/_=-]{30,120}',
      minEntropy: 2,
      aliases: ['gitleaks:authress-service-client-access-key'],
    },
  ],
);
