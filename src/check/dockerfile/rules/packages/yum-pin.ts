import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { yum } from '../../find/package-manager.ts';
import { unpinned, unpinnedModules, isPinnedRpm } from '../../find/pins.ts';

export const yumPin: DockerfileRule = {
  id: 'yum-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by yum',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: yum install package-version.',
  severity: 'medium',
  aliases: ['DL3033'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM rockylinux:9\nRUN yum install -y httpd && yum clean all'],
    good: ['FROM rockylinux:9\nRUN yum install -y httpd-2.4.57 && yum clean all'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, yum, isPinnedRpm);
  yield* unpinnedModules(subject, yum);
}
