import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const yandexRules: readonly SecretRule[] = valueRules(
  {
    name: 'Yandex Cloud',
    revoke: 'in the Yandex Cloud console, under Service accounts',
    documentation: 'https://yandex.cloud/en/docs/iam/concepts/authorization/',
  },
  [
    {
      id: 'yandex-access-token',
      title: 'Yandex Cloud IAM token',
      severity: 'high',
      names: ['yandex', 'yc_token'],
      pattern: 't1[.][A-Za-z0-9_-]{1,200}={0,2}[.][A-Za-z0-9_-]{86}={0,2}',
      aliases: ['gitleaks:yandex-access-token'],
    },
    {
      id: 'yandex-api-key',
      title: 'Yandex Cloud API key',
      severity: 'high',
      pattern: 'AQVN[A-Za-z0-9_-]{35,38}',
      minEntropy: 3,
      aliases: ['gitleaks:yandex-api-key'],
    },
    {
      id: 'yandex-aws-access-token',
      title: 'Yandex Cloud static access key',
      severity: 'high',
      names: ['yandex'],
      pattern: 'YC[A-Za-z0-9_-]{38}',
      minEntropy: 3,
      aliases: ['gitleaks:yandex-aws-access-token'],
    },
  ],
);
