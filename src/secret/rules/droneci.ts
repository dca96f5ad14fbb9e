import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const droneciRules: readonly SecretRule[] = valueRules(
  { name: 'Drone CI', revoke: 'in the account settings of Drone', documentation: 'https://docs.drone.io/server/user/management/' },
  [
    {
      id: 'droneci-access-token',
      title: 'Drone CI access token',
      severity: 'high',
      names: ['droneci', 'drone_ci', 'drone'],
      pattern: '[A-Za-z0-9]{32}',
      minEntropy: 2.5,
      aliases: ['gitleaks:droneci-access-token'],
    },
  ],
);
