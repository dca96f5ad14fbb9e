import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const supabaseRules: readonly SecretRule[] = valueRules(
  {
    name: 'Supabase',
    revoke: 'in the Supabase dashboard, under Project settings > API keys',
    documentation: 'https://supabase.com/docs/guides/api/api-keys',
  },
  [
    {
      id: 'supabase-personal-access-token',
      title: 'Supabase personal access token',
      severity: 'high',
      pattern: 'sbp_[a-f0-9]{40}',
      minEntropy: 3,
    },
    { id: 'supabase-secret-key', title: 'Supabase secret key', severity: 'high', pattern: 'sb_secret_[A-Za-z0-9_-]{31}', minEntropy: 3 },
  ],
);
