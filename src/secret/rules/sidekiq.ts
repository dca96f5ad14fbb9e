import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const sidekiqRules: readonly SecretRule[] = valueRules(
  {
    name: 'Sidekiq Pro and Enterprise',
    revoke: 'by asking Contributed Systems for new credentials',
    documentation: 'https://github.com/sidekiq/sidekiq/wiki/Pro-Setup',
  },
  [
    {
      id: 'sidekiq-secret',
      title: 'Sidekiq Pro or Enterprise credentials',
      severity: 'high',
      names: ['bundle_enterprise__contribsys__com', 'bundle_gems__contribsys__com'],
      pattern: '[A-Fa-f0-9]{8}:[A-Fa-f0-9]{8}',
      aliases: ['gitleaks:sidekiq-secret'],
    },
    {
      id: 'sidekiq-sensitive-url',
      title: 'Sidekiq Pro or Enterprise credentials in a URL',
      severity: 'high',
      pattern: '[A-Fa-f0-9]{8}:[A-Fa-f0-9]{8}@(?:gems|enterprise)[.]contribsys[.]com',
      anchors: [
        { keyword: '@gems.contribsys.com', offset: 17 },
        { keyword: '@enterprise.contribsys.com', offset: 17 },
      ],
      aliases: ['gitleaks:sidekiq-sensitive-url'],
    },
  ],
);
