import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { installsOf, apt, apk, yum, dnf, zypper } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const networkService: DockerfileRule = {
  id: 'network-service',
  kind: 'misconfiguration',
  title: 'A service for remote logins is installed',
  rationale: 'A container needs none: docker exec and kubectl exec are there, and the service must be patched and has passwords and keys.',
  remediation: 'Do not install it.',
  severity: 'medium',
  aliases: ['CIS-5.6'],
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y openssh-server'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y openssh-client'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const manager of [apt, apk, yum, dnf, zypper])
    for (const { stage, operands: packages, command } of installsOf(subject, manager)) {
      const service = packages.find(({ value }) =>
        /^(?:openssh(?:-server)?|dropbear|telnetd|inetutils-telnetd|telnet-server|rsh-server|vsftpd|proftpd(?:-basic)?|xrdp|tigervnc-standalone-server|tightvncserver)(?:[=~-]\d.*)?$/.test(
          value,
        ),
      );
      if (service !== undefined && stage.isInFinalImage)
        yield atCommand(subject, command, `${service.value} is a service for remote logins`);
    }
}
