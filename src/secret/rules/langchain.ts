import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const langchainRules: readonly SecretRule[] = valueRules(
  { name: 'LangSmith', revoke: 'in LangSmith, under Settings > API keys', documentation: 'https://docs.smith.langchain.com/' },
  [
    {
      id: 'langsmith-api-key',
      title: 'LangSmith API key',
      severity: 'medium',
      pattern: 'lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}',
      minEntropy: 3,
    },
  ],
);
