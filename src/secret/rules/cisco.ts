import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const ciscoRules: readonly SecretRule[] = valueRules(
  {
    name: 'Cisco Meraki',
    revoke: 'in the Meraki dashboard, under My profile > API access',
    documentation: 'https://developer.cisco.com/meraki/api-v1/authorization/',
  },
  [
    {
      id: 'cisco-meraki-api-key',
      title: 'Cisco Meraki API key',
      severity: 'high',
      names: ['meraki'],
      pattern: '[0-9a-f]{40}',
      minEntropy: 3,
      aliases: ['gitleaks:cisco-meraki-api-key'],
    },
  ],
);
