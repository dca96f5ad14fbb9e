import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const reservedStageName: DockerfileRule = {
  id: 'reserved-stage-name',
  kind: 'misconfiguration',
  title: 'A stage has a reserved name',
  rationale: 'scratch and context mean something else to the builder.',
  remediation: 'Give the stage another name.',
  severity: 'medium',
  aliases: ['DL3063', 'ReservedStageName'],
  references: ['https://docs.docker.com/reference/build-checks/', 'reserved-stage-name/'],
  examples: { bad: ['FROM debian:12 AS scratch'], good: ['FROM debian:12 AS build'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject))
    if (stage.name === 'scratch' || stage.name === 'context') yield atStep(subject, step, `${stage.name} is a reserved name`);
}
