import { type SecretRule } from '../secret-rule.ts';
import { stripeMode } from '../structure/stripe-mode.ts';
import { valueRules } from './value-rules.ts';

export const stripeRules: readonly SecretRule[] = valueRules(
  {
    name: 'Stripe',
    revoke: 'in the Stripe dashboard, under Developers > API keys: roll the key',
    documentation: 'https://docs.stripe.com/keys',
  },
  [
    {
      id: 'stripe-access-token',
      title: 'Stripe secret or restricted key',
      severity: 'critical',
      pattern: '(?:sk|rk)_(?:test|live|prod)_[A-Za-z0-9]{10,247}',
      minEntropy: 2,
      check: stripeMode,
      aliases: ['gitleaks:stripe-access-token', 'trivy:stripe-secret-token'],
    },
    {
      id: 'stripe-publishable-token',
      title: 'Stripe publishable key',
      severity: 'low',
      pattern: 'pk_(?:test|live)_[A-Za-z0-9]{10,247}',
      minEntropy: 2,
      aliases: ['trivy:stripe-publishable-token'],
    },
    {
      id: 'stripe-webhook-secret',
      title: 'Stripe webhook signing secret',
      severity: 'medium',
      pattern: 'whsec_[A-Za-z0-9]{32,64}',
      minEntropy: 3,
    },
  ],
);
