import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const adafruitRules: readonly SecretRule[] = valueRules(
  { name: 'Adafruit IO', revoke: 'under My Key on io.adafruit.com', documentation: 'https://io.adafruit.com/api/docs/' },
  [
    {
      id: 'adafruit-api-key',
      title: 'Adafruit IO key',
      severity: 'high',
      names: ['adafruit'],
      pattern: '[A-Za-z0-9_-]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:adafruit-api-key'],
    },
    { id: 'adafruit-aio-key', title: 'Adafruit IO key with prefix', severity: 'high', pattern: 'aio_[A-Za-z0-9]{28}', minEntropy: 3 },
  ],
);
