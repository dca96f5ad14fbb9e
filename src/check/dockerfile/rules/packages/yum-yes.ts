import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, yum } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const yumYes: DockerfileRule = {
  id: 'yum-yes',
  kind: 'misconfiguration',
  title: 'yum install waits for an answer',
  rationale: 'Nobody answers in a build, so it fails.',
  remediation: 'Use yum install -y.',
  severity: 'medium',
  aliases: ['DL3030'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM rockylinux:9\nRUN yum install httpd-2.4.57'], good: ['FROM rockylinux:9\nRUN yum install -y httpd-2.4.57'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of invocationsOf(subject, yum, new Set(['install', 'groupinstall', 'localinstall', 'module'])))
    if (!hasOption(command, '-y', '--assumeyes') && command.words.some(({ value }) => value !== 'module' && value.endsWith('install')))
      yield atCommand(subject, command, '-y is missing');
}
