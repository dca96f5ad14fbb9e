import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isMounted } from '../../find/mounts.ts';
import { invocationsOf, apt, apk, yum, dnf, zypper, type PackageManager } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const updateAlone: DockerfileRule = {
  id: 'update-alone',
  kind: 'misconfiguration',
  title: 'The package index is updated in a layer of its own',
  rationale: 'The layer is cached: later builds install from an old index, and miss security updates.',
  remediation: 'Update and install in one RUN.',
  severity: 'high',
  aliases: ['AVD-DS-0017', 'DS-0017', 'CIS-DI-0007', 'CIS-4.7'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const family of families)
    for (const { command, later, step } of invocationsOf(subject, family, updates)) {
      if (later.some(({ name, words }) => family.names.has(name) && words.some(({ value }) => uses.has(value)))) continue;
      // What is updated in a mounted cache is there for the next RUN, and fresh.
      if (isMounted(step, '/var/lib/apt/lists') || isMounted(step, '/var/cache/apk')) continue;
      yield atCommand(
        subject,
        command,
        `nothing after ${command.name} ${command.words.find(({ value }) => updates.has(value))!.value} in this RUN uses the index`,
      );
    }
}

const families: readonly PackageManager[] = [
  { ...apt, names: new Set(['apt-get', 'apt', 'aptitude']) },
  yum,
  apk,
  { ...dnf, names: new Set(['dnf', 'dnf5', 'microdnf']) },
  zypper,
];
const updates: ReadonlySet<string> = new Set(['update', 'up']);
const uses: ReadonlySet<string> = new Set(
  'install in add upgrade dist-upgrade full-upgrade safe-upgrade build-dep source download satisfy reinstall groupinstall localinstall source-install install-new-recommends dist-upgrade dup patch search fetch'.split(
    ' ',
  ),
);
