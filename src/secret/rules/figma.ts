import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const figmaRules: readonly SecretRule[] = valueRules(
  { name: 'Figma', revoke: 'in Figma, under Settings > Security', documentation: 'https://www.figma.com/developers/api#access-tokens' },
  [
    {
      id: 'figma-personal-access-token',
      title: 'Figma personal access token',
      severity: 'medium',
      pattern: 'figd_[A-Za-z0-9_-]{38,44}',
      minEntropy: 3,
    },
  ],
);
