import { type SecretRule } from '../secret-rule.ts';
import { mixedCase } from '../structure/mixed-case.ts';
import { valueRules } from './value-rules.ts';

export const vaultRules: readonly SecretRule[] = valueRules(
  {
    name: 'HashiCorp',
    revoke: 'with `vault token revoke`; for HCP Terraform, under User settings > Tokens',
    documentation: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
  },
  [
    {
      id: 'vault-service-token',
      title: 'Vault service token',
      severity: 'critical',
      pattern: 'hvs[.][A-Za-z0-9_-]{24,300}',
      minEntropy: 3.5,
      aliases: ['gitleaks:vault-service-token'],
    },
    {
      id: 'vault-legacy-service-token',
      title: 'Vault service token (old format)',
      severity: 'critical',
      names: ['vault', 'token'],
      pattern: 's[.][A-Za-z0-9]{24}',
      minEntropy: 3.5,
      check: mixedCase,
      aliases: ['gitleaks:vault-service-token'],
    },
    {
      id: 'vault-batch-token',
      title: 'Vault batch token',
      severity: 'high',
      pattern: 'hvb[.][A-Za-z0-9_-]{138,400}',
      minEntropy: 3.5,
      aliases: ['gitleaks:vault-batch-token'],
    },
    {
      id: 'hashicorp-tf-api-token',
      title: 'HCP Terraform API token',
      severity: 'critical',
      pattern: '[A-Za-z0-9]{14}[.]atlasv1[.][A-Za-z0-9=_-]{60,70}',
      ignoresCase: true,
      anchors: [{ keyword: '.atlasv1.', offset: 14 }],
      minEntropy: 3.5,
      aliases: ['gitleaks:hashicorp-tf-api-token', 'trivy:hashicorp-tf-api-token'],
    },
  ],
);
