import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const contentfulRules: readonly SecretRule[] = valueRules(
  {
    name: 'Contentful',
    revoke: 'in Contentful, under Settings > API keys',
    documentation: 'https://www.contentful.com/developers/docs/references/authentication/',
  },
  [
    {
      id: 'contentful-delivery-api-token',
      title: 'Contentful delivery API token',
      severity: 'medium',
      names: ['contentful'],
      pattern: '[A-Za-z0-9=_-]{43}',
      minEntropy: 2.5,
      aliases: ['gitleaks:contentful-delivery-api-token', 'trivy:contentful-delivery-api-token'],
    },
    {
      id: 'contentful-personal-access-token',
      title: 'Contentful personal access token',
      severity: 'high',
      pattern: 'CFPAT-[A-Za-z0-9_-]{43}',
      minEntropy: 3,
    },
  ],
);
