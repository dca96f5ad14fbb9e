import { type SecretRule } from '../secret-rule.ts';
import { decodeJwt } from '../structure/decode-jwt.ts';
import { valueRules } from './value-rules.ts';

export const jwtRules: readonly SecretRule[] = valueRules(
  {
    name: 'any issuer',
    revoke: 'at its issuer: let the signing key or the session expire',
    documentation: 'https://datatracker.ietf.org/doc/html/rfc7519',
  },
  [
    {
      id: 'jwt',
      title: 'JSON Web Token',
      severity: 'medium',
      pattern: 'ey[A-Za-z0-9_-]{15,4000}[.]ey[A-Za-z0-9_-]{15,8000}[.][A-Za-z0-9_-]{0,2000}',
      minEntropy: 3,
      check: decodeJwt,
      aliases: ['gitleaks:jwt', 'gitleaks:jwt-base64', 'trivy:jwt-token'],
    },
  ],
);
