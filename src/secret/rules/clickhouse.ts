import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const clickhouseRules: readonly SecretRule[] = valueRules(
  {
    name: 'ClickHouse Cloud',
    revoke: 'in the ClickHouse Cloud console, under API keys',
    documentation: 'https://clickhouse.com/docs/en/cloud/manage/openapi',
  },
  [
    {
      id: 'clickhouse-cloud-api-secret-key',
      title: 'ClickHouse Cloud API secret',
      severity: 'high',
      pattern: '4b1d[A-Za-z0-9]{38}',
      minEntropy: 3,
      aliases: ['gitleaks:clickhouse-cloud-api-secret-key'],
    },
  ],
);
