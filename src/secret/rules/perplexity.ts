import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const perplexityRules: readonly SecretRule[] = valueRules(
  { name: 'Perplexity', revoke: 'in Perplexity, under Settings > API', documentation: 'https://docs.perplexity.ai/' },
  [
    {
      id: 'perplexity-api-key',
      title: 'Perplexity API key',
      severity: 'high',
      pattern: 'pplx-[A-Za-z0-9]{48}',
      minEntropy: 3.5,
      aliases: ['gitleaks:perplexity-api-key'],
    },
  ],
);
