import { type SecretRule } from '../secret-rule.ts';
import { openaiMarker } from '../structure/openai-marker.ts';
import { valueRules } from './value-rules.ts';

export const openaiRules: readonly SecretRule[] = valueRules(
  {
    name: 'OpenAI',
    revoke: 'at platform.openai.com/api-keys',
    documentation: 'https://platform.openai.com/docs/api-reference/authentication',
  },
  [
    {
      id: 'openai-api-key',
      title: 'OpenAI API key',
      severity: 'high',
      pattern: 'sk-(?:(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_-]{60,220}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})',
      anchors: [
        { keyword: 'sk-proj-', offset: 0 },
        { keyword: 'sk-svcacct-', offset: 0 },
        { keyword: 'sk-admin-', offset: 0 },
        { keyword: 'sk-service-', offset: 0 },
        { keyword: 'sk-None-', offset: 0 },
        { keyword: 'T3BlbkFJ', offset: 23 },
      ],
      check: openaiMarker,
      aliases: [
        'gitleaks:openai-api-key',
        'trivy:openai-project-api-key',
        'trivy:openai-service-account-key',
        'trivy:openai-admin-api-key',
        'trivy:openai-legacy-api-key',
        'trivy:openai-service-api-key',
      ],
    },
    {
      id: 'openai-realtime-client-secret',
      title: 'OpenAI realtime client secret',
      severity: 'low',
      pattern: 'ek_[a-f0-9]{32}',
      minEntropy: 3,
      aliases: ['trivy:openai-realtime-client-secret'],
    },
    { id: 'openrouter-api-key', title: 'OpenRouter API key', severity: 'high', pattern: 'sk-or-v1-[a-f0-9]{64}', minEntropy: 3 },
  ],
);
