import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { apt } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const aptPin: DockerfileRule = {
  id: 'apt-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by apt',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: apt-get install package=version.',
  severity: 'medium',
  aliases: ['DL3008'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u7'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, apt, (name) => /[=/]|\.deb$/.test(name));
}
