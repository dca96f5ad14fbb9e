import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, dnf } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const dnfYes: DockerfileRule = {
  id: 'dnf-yes',
  kind: 'misconfiguration',
  title: 'dnf install waits for an answer',
  rationale: 'Nobody answers in a build, so it fails.',
  remediation: 'Use dnf install -y.',
  severity: 'medium',
  aliases: ['DL3038'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM fedora:40\nRUN dnf install httpd-2.4.62'], good: ['FROM fedora:40\nRUN dnf install -y httpd-2.4.62'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of invocationsOf(subject, dnf, new Set(['install', 'in', 'groupinstall', 'localinstall', 'module'])))
    if (!hasOption(command, '-y', '--assumeyes') && command.words.some(({ value }) => value === 'in' || value.endsWith('install')))
      yield atCommand(subject, command, '-y is missing');
}
