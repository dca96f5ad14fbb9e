import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const tailscaleRules: readonly SecretRule[] = valueRules(
  { name: 'Tailscale', revoke: 'in the Tailscale admin console, under Keys', documentation: 'https://tailscale.com/kb/1085/auth-keys' },
  [
    {
      id: 'tailscale-key',
      title: 'Tailscale key',
      severity: 'high',
      pattern: 'tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{10,24}-[A-Za-z0-9]{20,48}',
      minEntropy: 3,
    },
  ],
);
