import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const cursorRules: readonly SecretRule[] = valueRules(
  { name: 'Cursor', revoke: 'in the Cursor dashboard', documentation: 'https://docs.cursor.com/' },
  [{ id: 'cursor-api-key', title: 'Cursor API key', severity: 'high', pattern: 'key_[a-f0-9]{64}', minEntropy: 3 }],
);
