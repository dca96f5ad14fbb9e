import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { finalStage, lineage } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const noHealthcheck: DockerfileRule = {
  id: 'no-healthcheck',
  kind: 'misconfiguration',
  title: 'The image has no HEALTHCHECK',
  rationale: 'Docker and Swarm cannot tell a container that hangs from one that works.',
  remediation: 'Add HEALTHCHECK CMD with a cheap command, or HEALTHCHECK NONE where an orchestrator checks.',
  severity: 'low',
  aliases: ['DL3057', 'AVD-DS-0026', 'DS-0026', 'CIS-DI-0006', 'CIS-4.6'],
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  examples: {
    bad: ['FROM debian:12'],
    good: ['FROM debian:12\nHEALTHCHECK CMD ["/app/health"]', 'FROM debian:12 AS base\nHEALTHCHECK NONE\nFROM base'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const stage = finalStage(subject);
  if (stage?.from === undefined) return;
  const hasOne = [...lineage(stage)].some(({ steps }) => steps.some(({ keyword }) => keyword === 'HEALTHCHECK'));
  if (!hasOne) yield atStep(subject, stage.from, 'no HEALTHCHECK', { key: 'HEALTHCHECK' });
}
