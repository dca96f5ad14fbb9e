import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const shopifyRules: readonly SecretRule[] = valueRules(
  {
    name: 'Shopify',
    revoke: 'in the Shopify admin or Partner dashboard: rotate the credentials of the app',
    documentation: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  },
  [
    {
      id: 'shopify-access-token',
      title: 'Shopify access token',
      severity: 'high',
      pattern: 'shpat_[A-Fa-f0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:shopify-access-token', 'trivy:shopify-token'],
    },
    {
      id: 'shopify-custom-access-token',
      title: 'Shopify custom app access token',
      severity: 'high',
      pattern: 'shpca_[A-Fa-f0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:shopify-custom-access-token', 'trivy:shopify-token'],
    },
    {
      id: 'shopify-private-app-access-token',
      title: 'Shopify private app access token',
      severity: 'high',
      pattern: 'shppa_[A-Fa-f0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:shopify-private-app-access-token', 'trivy:shopify-token'],
    },
    {
      id: 'shopify-shared-secret',
      title: 'Shopify shared secret',
      severity: 'high',
      pattern: 'shpss_[A-Fa-f0-9]{32}',
      minEntropy: 2,
      aliases: ['gitleaks:shopify-shared-secret', 'trivy:shopify-token'],
    },
  ],
);
