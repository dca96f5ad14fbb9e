import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const facebookRules: readonly SecretRule[] = valueRules(
  {
    name: 'Meta',
    revoke: 'in the Meta app dashboard',
    documentation: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
  },
  [
    {
      id: 'facebook-secret',
      title: 'Facebook app secret',
      severity: 'high',
      names: ['facebook'],
      pattern: '[A-Fa-f0-9]{32}',
      minEntropy: 3,
      aliases: ['gitleaks:facebook-secret', 'trivy:facebook-token'],
    },
    {
      id: 'facebook-access-token',
      title: 'Facebook app access token',
      severity: 'high',
      names: ['facebook'],
      pattern: '[0-9]{15,16}(?:%7C|[|])[A-Za-z0-9_-]{27,40}',
      withinBytes: 48,
      minEntropy: 3,
      aliases: ['gitleaks:facebook-access-token'],
    },
    {
      id: 'facebook-page-access-token',
      title: 'Facebook user or page access token',
      severity: 'high',
      pattern: 'EAA[MC][A-Za-z0-9]{100,400}',
      anchors: [
        { keyword: 'EAAM', offset: 0 },
        { keyword: 'EAAC', offset: 0 },
      ],
      minEntropy: 3.5,
      aliases: ['gitleaks:facebook-page-access-token'],
    },
  ],
);
