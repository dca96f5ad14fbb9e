import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { repeated } from '../../find/repeated.ts';

export const multipleCmd: DockerfileRule = {
  id: 'multiple-cmd',
  kind: 'misconfiguration',
  title: 'A stage has more than one CMD',
  rationale: 'Only the last counts.',
  remediation: 'Keep one.',
  severity: 'medium',
  aliases: ['DL4003', 'AVD-DS-0016', 'DS-0016', 'MultipleInstructionsDisallowed'],
  references: ['https://docs.docker.com/reference/build-checks/', 'multiple-instructions-disallowed/'],
  examples: { bad: ['FROM debian:12\nCMD ["/a"]\nCMD ["/b"]'], good: ['FROM debian:12\nCMD ["/a"]'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* repeated(subject, 'CMD');
}
