import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const huggingfaceRules: readonly SecretRule[] = valueRules(
  { name: 'Hugging Face', revoke: 'at huggingface.co/settings/tokens', documentation: 'https://huggingface.co/docs/hub/security-tokens' },
  [
    {
      id: 'huggingface-access-token',
      title: 'Hugging Face access token',
      severity: 'high',
      pattern: 'hf_[A-Za-z]{34}',
      minEntropy: 3,
      aliases: ['gitleaks:huggingface-access-token', 'trivy:hugging-face-access-token'],
    },
    {
      id: 'huggingface-organization-api-token',
      title: 'Hugging Face organization token',
      severity: 'high',
      pattern: 'api_org_[A-Za-z]{34}',
      minEntropy: 3,
      aliases: ['gitleaks:huggingface-organization-api-token'],
    },
  ],
);
