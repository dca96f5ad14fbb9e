import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, zypper } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const zypperYes: DockerfileRule = {
  id: 'zypper-yes',
  kind: 'misconfiguration',
  title: 'zypper waits for an answer',
  rationale: 'Nobody answers in a build, so it fails.',
  remediation: 'Use zypper --non-interactive, or zypper install -y.',
  severity: 'medium',
  aliases: ['DL3034'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.58'],
    good: ['FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd=2.4.58'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of invocationsOf(
    subject,
    zypper,
    new Set('install in remove rm source-install si patch update up dist-upgrade dup'.split(' ')),
  ))
    if (!hasOption(command, '-n', '--non-interactive', '-y', '--no-confirm'))
      yield atCommand(subject, command, '--non-interactive is missing');
}
