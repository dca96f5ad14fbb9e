import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { leavesCache, dnfFolders, dnfChanges } from '../../find/left-behind.ts';
import { dnf } from '../../find/package-manager.ts';

export const microdnfCache: DockerfileRule = {
  id: 'microdnf-cache',
  kind: 'misconfiguration',
  title: 'The cache of microdnf stays in the image',
  rationale: 'It is tens of megabytes that nothing reads again.',
  remediation: 'End the RUN with microdnf clean all, or mount a cache over /var/cache/yum.',
  severity: 'medium',
  aliases: ['DL3040', 'AVD-DS-0027', 'DS-0027'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM ubi9-minimal:9.4\nRUN microdnf install -y httpd-2.4.57'],
    good: ['FROM ubi9-minimal:9.4\nRUN microdnf install -y httpd-2.4.57 && microdnf clean all'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* leavesCache(subject, {
    manager: { ...dnf, names: new Set(['microdnf']) },
    clean: 'all',
    folders: dnfFolders,
    subcommands: dnfChanges,
  });
}
