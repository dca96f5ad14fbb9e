import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const vercelRules: readonly SecretRule[] = valueRules(
  {
    name: 'Vercel',
    revoke: 'at vercel.com/account/settings/tokens',
    documentation: 'https://vercel.com/docs/rest-api/reference/welcome#authentication',
  },
  [
    {
      id: 'vercel-blob-token',
      title: 'Vercel Blob token',
      severity: 'high',
      pattern: 'vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{30}',
      minEntropy: 3,
    },
  ],
);
