import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atInstruction } from '../../find/violation.ts';

export const emptyContinuation: DockerfileRule = {
  id: 'empty-continuation',
  kind: 'misconfiguration',
  title: 'An instruction is continued over an empty line',
  rationale: 'The builder joins over it with a warning, and will refuse it one day.',
  remediation: 'Remove the empty line, or the continuation before it.',
  severity: 'medium',
  aliases: ['NoEmptyContinuation'],
  references: ['https://docs.docker.com/reference/build-checks/', 'no-empty-continuation/'],
  examples: { bad: ['FROM alpine:3.20\nRUN echo one && \\\n\n  echo two'], good: ['FROM alpine:3.20\nRUN echo one && \\\n  echo two'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const instruction of subject.build.file.instructions)
    if (instruction.emptyLines.length > 0)
      yield atInstruction(subject, instruction, `line ${instruction.emptyLines[0]!} is empty inside ${instruction.keyword}`);
}
