import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const alibabaRules: readonly SecretRule[] = valueRules(
  {
    name: 'Alibaba Cloud',
    revoke: 'in the RAM console, under AccessKey',
    documentation: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
  },
  [
    {
      id: 'alibaba-access-key-id',
      title: 'Alibaba Cloud access key ID',
      severity: 'high',
      pattern: 'LTAI[A-Za-z0-9]{12,26}',
      minEntropy: 2.5,
      aliases: ['gitleaks:alibaba-access-key-id', 'trivy:alibaba-access-key-id'],
    },
    {
      id: 'alibaba-secret-key',
      title: 'Alibaba Cloud access key secret',
      severity: 'critical',
      names: ['alibaba', 'aliyun'],
      pattern: '[A-Za-z0-9]{30}',
      minEntropy: 2.5,
      aliases: ['gitleaks:alibaba-secret-key', 'trivy:alibaba-secret-key'],
    },
  ],
);
