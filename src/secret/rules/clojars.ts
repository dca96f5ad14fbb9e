import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const clojarsRules: readonly SecretRule[] = valueRules(
  { name: 'Clojars', revoke: 'at clojars.org/tokens', documentation: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens' },
  [
    {
      id: 'clojars-api-token',
      title: 'Clojars deploy token',
      severity: 'high',
      pattern: 'CLOJARS_[A-Za-z0-9]{60}',
      ignoresCase: true,
      minEntropy: 2,
      aliases: ['gitleaks:clojars-api-token', 'trivy:clojars-api-token'],
    },
  ],
);
