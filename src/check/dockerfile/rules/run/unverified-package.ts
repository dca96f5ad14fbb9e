import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const unverifiedPackage: DockerfileRule = {
  id: 'unverified-package',
  kind: 'misconfiguration',
  title: 'Packages are installed without their signatures',
  rationale: 'A package manager checks signatures so that a mirror cannot replace packages.',
  remediation: 'Remove the option, and add the key of the repository.',
  severity: 'high',
  aliases: ['CIS-4.11', 'CIS-DI-0011'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get install -y --allow-unauthenticated tool'],
    good: ['FROM debian:12\nRUN apt-get install -y tool'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const options = new Map([
    ['apt-get', /^--(?:allow-unauthenticated|force-yes)$|^APT::Get::AllowUnauthenticated="?(?:true|1)"?$/i],
    ['apt', /^--(?:allow-unauthenticated|force-yes)$/],
    ['apk', /^--allow-untrusted$/],
    ['yum', /^--nogpgcheck$/],
    ['dnf', /^--(?:nogpgcheck|no-gpgchecks)$/],
    ['microdnf', /^--nogpgcheck$/],
    ['zypper', /^--no-gpg-checks$/],
    ['rpm', /^--(?:nosignature|nogpg)$/],
    ['pacman', /^--disable-sandbox-signatures$/],
    ['pip', /^--trusted-host(?:=.*)?$/],
    ['pip3', /^--trusted-host(?:=.*)?$/],
  ]);
  for (const { command } of commandsOf(subject, new Set(options.keys()))) {
    const option = command.words.find(({ value }) => options.get(command.name)!.test(value));
    if (option !== undefined) yield atCommand(subject, command, `${option.value} installs what nobody signed`);
  }
}
