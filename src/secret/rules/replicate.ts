import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const replicateRules: readonly SecretRule[] = valueRules(
  {
    name: 'Replicate',
    revoke: 'at replicate.com/account/api-tokens',
    documentation: 'https://replicate.com/docs/topics/security/api-tokens',
  },
  [{ id: 'replicate-api-token', title: 'Replicate API token', severity: 'high', pattern: 'r8_[A-Za-z0-9]{37}', minEntropy: 3.5 }],
);
