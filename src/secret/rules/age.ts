import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const ageRules: readonly SecretRule[] = valueRules(
  { name: 'age', revoke: 'by making a new key pair and encrypting the files again', documentation: 'https://github.com/FiloSottile/age' },
  [
    {
      id: 'age-secret-key',
      title: 'age secret key',
      severity: 'critical',
      pattern: 'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
      aliases: ['gitleaks:age-secret-key', 'trivy:age-secret-key'],
    },
  ],
);
