import { expect, it } from 'vitest';
import { quietRuntime } from '../model/runtime.ts';
import { type RuleFinding } from '../model/finding.ts';
import { lintChart } from './lint-chart.ts';

/** As `helm template` writes it. */
const rendered = `---
# Source: web/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: release-web
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            privileged: true
---
# Source: web/charts/db/templates/pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: release-db
spec:
  hostNetwork: true
  containers:
    - name: db
      image: postgres:16
`;

it('names the template of each finding, in the chart and in those that it depends on', () => {
  const report = lintChart('charts/web', { text: rendered }, quietRuntime());
  const found = report.findings
    .filter(
      (finding): finding is RuleFinding => finding.kind !== 'vulnerability' && ['privileged', 'host-network'].includes(finding.ruleId),
    )
    .map(({ ruleId, locations }) => [ruleId, locations]);
  expect(found).toEqual([
    ['privileged', [{ path: 'charts/web/templates/deployment.yaml' }]],
    ['host-network', [{ path: 'charts/web/charts/db/templates/pod.yaml' }]],
  ]);
  expect({ completeness: report.completeness, issues: report.issues }).toEqual({ completeness: 'complete', issues: [] });
});

it('is not complete where the chart could not be rendered', () => {
  const { completeness, issues } = lintChart(
    'web',
    { unrendered: 'helm is not installed, so that the chart was not checked' },
    quietRuntime(),
  );
  expect({ completeness, issues }).toEqual({
    completeness: 'partial',
    issues: [
      {
        code: 'HELM_NOT_RENDERED',
        severity: 'error',
        origin: 'lint',
        message: 'helm is not installed, so that the chart was not checked',
        path: 'web',
      },
    ],
  });
});
