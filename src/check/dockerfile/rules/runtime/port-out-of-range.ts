import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { portsOf } from '../../find/ports.ts';
import { atValue } from '../../find/violation.ts';

export const portOutOfRange: DockerfileRule = {
  id: 'port-out-of-range',
  kind: 'misconfiguration',
  title: 'A port is out of range',
  rationale: 'Ports are numbers from 0 to 65535; the builder refuses others.',
  remediation: 'Expose a port from 0 to 65535.',
  severity: 'high',
  aliases: ['DL3011', 'AVD-DS-0008', 'DS-0008'],
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  examples: { bad: ['FROM debian:12\nEXPOSE 80000'], good: ['FROM debian:12\nEXPOSE 8080/tcp'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, value, from, to } of portsOf(subject))
    if (from !== undefined && (from > 65_535 || to > 65_535)) yield atValue(subject, step, value, `${value.text} is out of range`);
}
