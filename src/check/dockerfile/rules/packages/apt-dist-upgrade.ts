import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { invocationsOf, apt } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const aptDistUpgrade: DockerfileRule = {
  id: 'apt-dist-upgrade',
  kind: 'misconfiguration',
  title: 'The distribution is upgraded in the build',
  rationale: 'dist-upgrade can remove packages, and what comes out depends on the day. A newer base image has the updates.',
  remediation: 'Use a newer base image, and apt-get upgrade for single packages.',
  severity: 'medium',
  aliases: ['AVD-DS-0024', 'DS-0024', 'DKL-DI-0003'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update && apt-get dist-upgrade -y'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get upgrade -y'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of invocationsOf(subject, apt, new Set(['dist-upgrade', 'full-upgrade'])))
    yield atCommand(subject, command, 'the distribution is upgraded in the build');
}
