import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { portsOf } from '../../find/ports.ts';
import { atValue } from '../../find/violation.ts';

export const adminPort: DockerfileRule = {
  id: 'admin-port',
  kind: 'misconfiguration',
  title: 'A port for administration is exposed',
  rationale: 'Remote logins and unprotected services do not belong into a container: docker exec and kubectl exec are there.',
  remediation: 'Remove the port and the service behind it.',
  severity: 'medium',
  aliases: ['AVD-DS-0004', 'DS-0004', 'CIS-5.7'],
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  examples: { bad: ['FROM debian:12\nEXPOSE 22'], good: ['FROM debian:12\nEXPOSE 8080'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, value, from, to } of portsOf(subject))
    for (const [port, service] of adminPorts)
      if (from !== undefined && port >= from && port <= to) yield atValue(subject, step, value, `port ${port} is ${service}`);
}

const adminPorts: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
  [2375, 'the Docker API without TLS'],
  [3389, 'Remote Desktop'],
  [5900, 'VNC'],
]);
