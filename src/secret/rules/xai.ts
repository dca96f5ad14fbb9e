import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const xaiRules: readonly SecretRule[] = valueRules(
  { name: 'xAI', revoke: 'in the xAI console, under API keys', documentation: 'https://docs.x.ai/docs/overview' },
  [
    { id: 'xai-api-key', title: 'xAI API key', severity: 'high', pattern: 'xai-[A-Za-z0-9]{80}', minEntropy: 3.5 },
    { id: 'xai-management-key', title: 'xAI management key', severity: 'critical', pattern: 'xai-token-[A-Za-z0-9]{80}', minEntropy: 3.5 },
  ],
);
