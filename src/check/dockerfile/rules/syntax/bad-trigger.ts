import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const badTrigger: DockerfileRule = {
  id: 'bad-trigger',
  kind: 'misconfiguration',
  title: 'ONBUILD holds an instruction that cannot be a trigger',
  rationale: 'The builder refuses FROM, MAINTAINER and ONBUILD as triggers.',
  remediation: 'Remove the trigger.',
  severity: 'high',
  aliases: ['DL3043'],
  references: ['https://docs.docker.com/reference/dockerfile/#onbuild'],
  examples: { bad: ['FROM alpine:3.20\nONBUILD MAINTAINER someone'], good: ['FROM alpine:3.20\nONBUILD RUN make'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject)) {
    const trigger = step.isTrigger ? step.keyword : undefined;
    if (trigger === 'FROM' || trigger === 'MAINTAINER' || trigger === 'ONBUILD')
      yield atStep(subject, step, `${trigger} cannot be a trigger`);
  }
}
