import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { leavesCache, dnfFolders, dnfChanges } from '../../find/left-behind.ts';
import { dnf } from '../../find/package-manager.ts';

export const dnfCache: DockerfileRule = {
  id: 'dnf-cache',
  kind: 'misconfiguration',
  title: 'The cache of dnf stays in the image',
  rationale: 'It is tens of megabytes that nothing reads again.',
  remediation: 'End the RUN with dnf clean all, or mount a cache over /var/cache/dnf.',
  severity: 'medium',
  aliases: ['DL3040', 'AVD-DS-0019', 'DS-0019'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM fedora:40\nRUN dnf install -y httpd-2.4.62'],
    good: ['FROM fedora:40\nRUN dnf install -y httpd-2.4.62 && dnf clean all'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* leavesCache(subject, {
    manager: { ...dnf, names: new Set(['dnf', 'dnf5']) },
    clean: 'all',
    folders: dnfFolders,
    subcommands: dnfChanges,
  });
}
