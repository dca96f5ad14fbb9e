import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const cratesIoRules: readonly SecretRule[] = valueRules(
  { name: 'crates.io', revoke: 'at crates.io/settings/tokens', documentation: 'https://doc.rust-lang.org/cargo/reference/publishing.html' },
  [{ id: 'crates-io-token', title: 'crates.io API token', severity: 'high', pattern: 'cio[A-Za-z0-9]{32}', minEntropy: 3.7 }],
);
