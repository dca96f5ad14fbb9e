import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { zypper } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const zypperPin: DockerfileRule = {
  id: 'zypper-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by zypper',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: zypper install package=version.',
  severity: 'medium',
  aliases: ['DL3037'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd && zypper clean'],
    good: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, zypper, (name) => /[=<>~]|\.rpm$/.test(name));
}
