import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const pypiRules: readonly SecretRule[] = valueRules(
  { name: 'PyPI', revoke: 'at pypi.org, under Account settings > API tokens', documentation: 'https://pypi.org/help/#apitoken' },
  [
    {
      id: 'pypi-upload-token',
      title: 'PyPI API token',
      severity: 'critical',
      pattern: 'pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000}',
      anchors: [{ keyword: 'pypi-AgE', offset: 0 }],
      minEntropy: 3,
      aliases: ['gitleaks:pypi-upload-token', 'trivy:pypi-upload-token'],
    },
  ],
);
