import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { leavesCache } from '../../find/left-behind.ts';
import { yum } from '../../find/package-manager.ts';

export const yumCache: DockerfileRule = {
  id: 'yum-cache',
  kind: 'misconfiguration',
  title: 'The cache of yum stays in the image',
  rationale: 'It is tens of megabytes that nothing reads again.',
  remediation: 'End the RUN with yum clean all, or mount a cache over /var/cache/yum.',
  severity: 'medium',
  aliases: ['DL3032', 'AVD-DS-0015', 'DS-0015'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM rockylinux:9\nRUN yum install -y httpd-2.4.57'],
    good: ['FROM rockylinux:9\nRUN yum install -y httpd-2.4.57 && yum clean all'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* leavesCache(subject, {
    manager: yum,
    clean: 'all',
    folders: ['/var/cache/yum', '/var/cache/dnf'],
    subcommands: ['install', 'reinstall', 'groupinstall', 'localinstall', 'module'],
  });
}
