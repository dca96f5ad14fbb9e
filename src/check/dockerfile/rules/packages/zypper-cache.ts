import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { leavesCache } from '../../find/left-behind.ts';
import { zypper } from '../../find/package-manager.ts';

export const zypperCache: DockerfileRule = {
  id: 'zypper-cache',
  kind: 'misconfiguration',
  title: 'The cache of zypper stays in the image',
  rationale: 'It is tens of megabytes that nothing reads again.',
  remediation: 'End the RUN with zypper clean, or mount a cache over /var/cache/zypp.',
  severity: 'medium',
  aliases: ['DL3036', 'AVD-DS-0020', 'DS-0020'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58'],
    good: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* leavesCache(subject, {
    manager: zypper,
    folders: ['/var/cache/zypp'],
    subcommands: 'install in remove rm source-install si patch'.split(' '),
  });
}
