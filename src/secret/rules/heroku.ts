import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const herokuRules: readonly SecretRule[] = valueRules(
  {
    name: 'Heroku',
    revoke: 'with `heroku authorizations:revoke`, or by a new API key in the account settings',
    documentation: 'https://devcenter.heroku.com/articles/authentication',
  },
  [
    {
      id: 'heroku-api-key',
      title: 'Heroku API key',
      severity: 'high',
      names: ['heroku'],
      pattern: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
      aliases: ['gitleaks:heroku-api-key', 'trivy:heroku-api-key'],
    },
    {
      id: 'heroku-api-key-v2',
      title: 'Heroku API key with prefix',
      severity: 'high',
      pattern: 'HRKU-AA[A-Za-z0-9_-]{58}',
      minEntropy: 3.5,
      aliases: ['gitleaks:heroku-api-key-v2'],
    },
  ],
);
