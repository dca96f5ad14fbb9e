import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atValue } from '../../find/violation.ts';

export const stageNameCase: DockerfileRule = {
  id: 'stage-name-case',
  kind: 'misconfiguration',
  title: 'A stage name has capital letters',
  rationale: 'Stage names are compared without regard to case, and lower case is what readers expect.',
  remediation: 'Write the stage name in lower case.',
  severity: 'negligible',
  aliases: ['StageNameCasing'],
  references: ['https://docs.docker.com/reference/build-checks/', 'stage-name-casing/'],
  examples: { bad: ['FROM debian:12 AS Build'], good: ['FROM debian:12 AS build'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of fromsOf(subject)) {
    const name = step.instruction.values[2];
    if (name !== undefined && name.text !== name.text.toLowerCase())
      yield atValue(subject, step, name, `${name.text} is not in lower case`);
  }
}
