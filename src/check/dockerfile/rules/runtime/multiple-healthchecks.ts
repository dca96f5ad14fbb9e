import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { repeated } from '../../find/repeated.ts';

export const multipleHealthchecks: DockerfileRule = {
  id: 'multiple-healthchecks',
  kind: 'misconfiguration',
  title: 'A stage has more than one HEALTHCHECK',
  rationale: 'Only the last counts.',
  remediation: 'Keep one.',
  severity: 'high',
  aliases: ['DL3012', 'AVD-DS-0023', 'DS-0023', 'MultipleInstructionsDisallowed'],
  references: ['https://docs.docker.com/reference/build-checks/', 'multiple-instructions-disallowed/'],
  examples: { bad: ['FROM debian:12\nHEALTHCHECK CMD /a\nHEALTHCHECK CMD /b'], good: ['FROM debian:12\nHEALTHCHECK CMD /a'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* repeated(subject, 'HEALTHCHECK');
}
