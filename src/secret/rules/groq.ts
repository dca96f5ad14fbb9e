import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const groqRules: readonly SecretRule[] = valueRules(
  { name: 'Groq', revoke: 'at console.groq.com/keys', documentation: 'https://console.groq.com/docs/quickstart' },
  [{ id: 'groq-api-key', title: 'Groq API key', severity: 'high', pattern: 'gsk_[A-Za-z0-9]{52}', minEntropy: 3.5 }],
);
