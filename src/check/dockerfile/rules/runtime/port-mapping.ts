import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { portsOf } from '../../find/ports.ts';
import { atValue } from '../../find/violation.ts';

export const portMapping: DockerfileRule = {
  id: 'port-mapping',
  kind: 'misconfiguration',
  title: 'EXPOSE has an address or a port of the host',
  rationale: 'EXPOSE names ports of the container; the builder drops the rest and will refuse it one day.',
  remediation: 'Write the port of the container only, and map it with docker run -p.',
  severity: 'medium',
  aliases: ['ExposeInvalidFormat'],
  references: ['https://docs.docker.com/reference/build-checks/', 'expose-invalid-format/'],
  examples: { bad: ['FROM debian:12\nEXPOSE 127.0.0.1:80:80'], good: ['FROM debian:12\nEXPOSE 80'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, value, text } of portsOf(subject))
    if (text?.split('/', 1)[0]?.includes(':') === true) yield atValue(subject, step, value, `${value.text} is a mapping, not a port`);
}
