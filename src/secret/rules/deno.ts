import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const denoRules: readonly SecretRule[] = valueRules(
  { name: 'Deno Deploy', revoke: 'at dash.deno.com/account#access-tokens', documentation: 'https://docs.deno.com/deploy/api/rest/' },
  [
    {
      id: 'deno-access-token',
      title: 'Deno Deploy access token',
      severity: 'high',
      pattern: 'dd[op]_[A-Za-z0-9]{36}',
      anchors: [
        { keyword: 'ddo_', offset: 0 },
        { keyword: 'ddp_', offset: 0 },
      ],
      minEntropy: 3,
    },
  ],
);
