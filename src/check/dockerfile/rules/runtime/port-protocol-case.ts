import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { portsOf } from '../../find/ports.ts';
import { atValue } from '../../find/violation.ts';

export const portProtocolCase: DockerfileRule = {
  id: 'port-protocol-case',
  kind: 'misconfiguration',
  title: 'The protocol of a port is not in lower case',
  rationale: 'The protocols are tcp, udp and sctp; lower case is what readers and tools expect.',
  remediation: 'Write the protocol in lower case.',
  severity: 'negligible',
  aliases: ['ExposeProtoCasing'],
  references: ['https://docs.docker.com/reference/build-checks/', 'expose-proto-casing/'],
  examples: { bad: ['FROM debian:12\nEXPOSE 53/UDP'], good: ['FROM debian:12\nEXPOSE 53/udp'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, value, protocol } of portsOf(subject))
    if (protocol !== protocol.toLowerCase()) yield atValue(subject, step, value, `${protocol} is not in lower case`);
}
