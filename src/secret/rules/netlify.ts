import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const netlifyRules: readonly SecretRule[] = valueRules(
  { name: 'Netlify', revoke: 'in Netlify, under User settings > Applications', documentation: 'https://docs.netlify.com/api/get-started/' },
  [
    {
      id: 'netlify-access-token',
      title: 'Netlify access token',
      severity: 'high',
      names: ['netlify'],
      pattern: '[A-Za-z0-9=_-]{40,46}',
      minEntropy: 2.5,
      aliases: ['gitleaks:netlify-access-token'],
    },
    {
      id: 'netlify-personal-access-token',
      title: 'Netlify personal access token',
      severity: 'high',
      pattern: 'nfp_[A-Za-z0-9]{36}',
      minEntropy: 3,
    },
  ],
);
