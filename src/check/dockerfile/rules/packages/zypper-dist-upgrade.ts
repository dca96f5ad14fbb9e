import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { invocationsOf, zypper } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const zypperDistUpgrade: DockerfileRule = {
  id: 'zypper-dist-upgrade',
  kind: 'misconfiguration',
  title: 'The distribution is upgraded in the build',
  rationale: 'What comes out depends on the day. A newer base image has the updates.',
  remediation: 'Use a newer base image.',
  severity: 'medium',
  aliases: ['DL3035'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM opensuse/leap:15.6\nRUN zypper dist-upgrade -y'],
    good: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of invocationsOf(subject, zypper, new Set(['dist-upgrade', 'dup'])))
    yield atCommand(subject, command, 'the distribution is upgraded in the build');
}
