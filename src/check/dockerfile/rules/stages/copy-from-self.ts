import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const copyFromSelf: DockerfileRule = {
  id: 'copy-from-self',
  kind: 'misconfiguration',
  title: 'A stage copies from itself',
  rationale: 'The builder refuses it: a stage is not there before it is built.',
  remediation: 'Name another stage in --from, or use RUN cp.',
  severity: 'high',
  aliases: ['DL3023', 'AVD-DS-0006', 'DS-0006'],
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  examples: {
    bad: ['FROM golang:1.23 AS build\nCOPY --from=build /a /b'],
    good: ['FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build /a /b'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of stepsOf(subject, 'COPY')) {
    const from = flagValue(step.instruction, 'from');
    if (from !== undefined && stage.from !== undefined && (from.toLowerCase() === stage.name || from === String(stage.index)))
      yield atStep(subject, step, `--from=${from} is this stage itself`);
  }
}
