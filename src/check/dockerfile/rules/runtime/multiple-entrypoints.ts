import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { repeated } from '../../find/repeated.ts';

export const multipleEntrypoints: DockerfileRule = {
  id: 'multiple-entrypoints',
  kind: 'misconfiguration',
  title: 'A stage has more than one ENTRYPOINT',
  rationale: 'Only the last counts.',
  remediation: 'Keep one.',
  severity: 'high',
  aliases: ['DL4004', 'AVD-DS-0007', 'DS-0007', 'MultipleInstructionsDisallowed'],
  references: ['https://docs.docker.com/reference/build-checks/', 'multiple-instructions-disallowed/'],
  examples: { bad: ['FROM debian:12\nENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]'], good: ['FROM debian:12\nENTRYPOINT ["/a"]'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* repeated(subject, 'ENTRYPOINT');
}
