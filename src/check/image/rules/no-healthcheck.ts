import { type ImageRule } from '../image-rule.ts';

export const noHealthcheck: ImageRule = {
  id: 'no-healthcheck',
  kind: 'misconfiguration',
  title: 'No HEALTHCHECK',
  rationale:
    'Without a health check Docker and Swarm take a container that hangs for a healthy one. Kubernetes has probes of its own and ignores it.',
  remediation: 'Add a HEALTHCHECK that asks the service itself, or set healthcheck in the Compose file.',
  severity: 'negligible',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['CIS-DI-0006', 'AVD-DS-0026', 'DS-0026', 'DL3057', 'CIS-4.6'],
  examples: { bad: ['CMD ["app"]', 'HEALTHCHECK NONE'], good: ['HEALTHCHECK CMD curl -f http://localhost/'] },
  *check({ config }) {
    if (!config.hasHealthcheck) yield { message: 'the image has no HEALTHCHECK', setting: 'config.Healthcheck' };
  },
};
