import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const settlemintRules: readonly SecretRule[] = valueRules(
  {
    name: 'SettleMint',
    revoke: 'in the SettleMint console, under Access tokens',
    documentation: 'https://console.settlemint.com/documentation/',
  },
  [
    {
      id: 'settlemint-personal-access-token',
      title: 'SettleMint personal access token',
      severity: 'high',
      pattern: 'sm_pat_[A-Za-z0-9]{16}',
      minEntropy: 2.5,
      aliases: ['gitleaks:settlemint-personal-access-token'],
    },
    {
      id: 'settlemint-application-access-token',
      title: 'SettleMint application access token',
      severity: 'high',
      pattern: 'sm_aat_[A-Za-z0-9]{16}',
      minEntropy: 2.5,
      aliases: ['gitleaks:settlemint-application-access-token'],
    },
    {
      id: 'settlemint-service-access-token',
      title: 'SettleMint service access token',
      severity: 'high',
      pattern: 'sm_sat_[A-Za-z0-9]{16}',
      minEntropy: 2.5,
      aliases: ['gitleaks:settlemint-service-access-token'],
    },
  ],
);
