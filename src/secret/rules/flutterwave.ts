import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const flutterwaveRules: readonly SecretRule[] = valueRules(
  {
    name: 'Flutterwave',
    revoke: 'in the Flutterwave dashboard, under Settings > API keys',
    documentation: 'https://developer.flutterwave.com/docs/authentication',
  },
  [
    {
      id: 'flutterwave-public-key',
      title: 'Flutterwave public key',
      severity: 'low',
      pattern: 'FLWPUBK(?:_TEST)?-[A-Ha-h0-9]{32}-X',
      anchors: [{ keyword: 'FLWPUBK', offset: 0 }],
      minEntropy: 2,
      aliases: ['gitleaks:flutterwave-public-key', 'trivy:flutterwave-public-key'],
    },
    {
      id: 'flutterwave-secret-key',
      title: 'Flutterwave secret key',
      severity: 'high',
      pattern: 'FLWSECK(?:_TEST)?-[A-Ha-h0-9]{32}-X',
      anchors: [{ keyword: 'FLWSECK', offset: 0 }],
      minEntropy: 2,
      aliases: ['gitleaks:flutterwave-secret-key'],
    },
    {
      id: 'flutterwave-encryption-key',
      title: 'Flutterwave encryption key',
      severity: 'high',
      pattern: 'FLWSECK_TEST-?[A-Ha-h0-9]{12}',
      minEntropy: 2,
      aliases: ['gitleaks:flutterwave-encryption-key', 'trivy:flutterwave-enc-key'],
    },
  ],
);
