import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { dnf } from '../../find/package-manager.ts';
import { unpinned, unpinnedModules, isPinnedRpm } from '../../find/pins.ts';

export const dnfPin: DockerfileRule = {
  id: 'dnf-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by dnf',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: dnf install package-version.',
  severity: 'medium',
  aliases: ['DL3041'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM fedora:40\nRUN dnf install -y httpd && dnf clean all'],
    good: ['FROM fedora:40\nRUN dnf install -y httpd-2.4.62 && dnf clean all'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, dnf, isPinnedRpm);
  yield* unpinnedModules(subject, dnf);
}
