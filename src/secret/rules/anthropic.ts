import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const anthropicRules: readonly SecretRule[] = valueRules(
  {
    name: 'Anthropic',
    revoke: 'in the Claude Console, under API keys',
    documentation: 'https://docs.anthropic.com/en/api/getting-started',
  },
  [
    {
      id: 'anthropic-api-key',
      title: 'Anthropic API key',
      severity: 'high',
      pattern: 'sk-ant-api03-[A-Za-z0-9_-]{93}AA',
      aliases: ['gitleaks:anthropic-api-key'],
    },
    {
      id: 'anthropic-admin-api-key',
      title: 'Anthropic admin API key',
      severity: 'critical',
      pattern: 'sk-ant-admin01-[A-Za-z0-9_-]{93}AA',
      aliases: ['gitleaks:anthropic-admin-api-key'],
    },
    { id: 'anthropic-oauth-token', title: 'Anthropic OAuth token', severity: 'high', pattern: 'sk-ant-oat01-[A-Za-z0-9_-]{80,120}' },
  ],
);
