import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const grafanaRules: readonly SecretRule[] = valueRules(
  {
    name: 'Grafana',
    revoke: 'in Grafana, under Administration > Service accounts; for Grafana Cloud, under Access policies',
    documentation: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  },
  [
    {
      id: 'grafana-api-key',
      title: 'Grafana API key',
      severity: 'high',
      pattern: 'eyJrIjoi[A-Za-z0-9]{70,400}={0,3}',
      ignoresCase: true,
      minEntropy: 3,
      aliases: ['gitleaks:grafana-api-key', 'trivy:grafana-api-token'],
    },
    {
      id: 'grafana-cloud-api-token',
      title: 'Grafana Cloud access policy token',
      severity: 'high',
      pattern: 'glc_[A-Za-z0-9+/]{32,400}={0,3}',
      minEntropy: 3,
      aliases: ['gitleaks:grafana-cloud-api-token'],
    },
    {
      id: 'grafana-service-account-token',
      title: 'Grafana service account token',
      severity: 'high',
      pattern: 'glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}',
      minEntropy: 3,
      aliases: ['gitleaks:grafana-service-account-token'],
    },
  ],
);
