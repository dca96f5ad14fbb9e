import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const pineconeRules: readonly SecretRule[] = valueRules(
  { name: 'Pinecone', revoke: 'in the Pinecone console, under API keys', documentation: 'https://docs.pinecone.io/' },
  [
    {
      id: 'pinecone-api-key',
      title: 'Pinecone API key',
      severity: 'high',
      pattern: 'pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,70}',
      minEntropy: 3.5,
    },
  ],
);
