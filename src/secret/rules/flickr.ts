import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const flickrRules: readonly SecretRule[] = valueRules(
  { name: 'Flickr', revoke: 'in the Flickr App Garden', documentation: 'https://www.flickr.com/services/api/misc.api_keys.html' },
  [
    {
      id: 'flickr-access-token',
      title: 'Flickr API key',
      severity: 'medium',
      names: ['flickr'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:flickr-access-token'],
    },
  ],
);
