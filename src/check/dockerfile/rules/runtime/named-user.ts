import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { perStage } from '../../find/per-stage.ts';
import { atStep } from '../../find/violation.ts';

export const namedUser: DockerfileRule = {
  id: 'named-user',
  kind: 'misconfiguration',
  title: 'USER is a name, not a number',
  rationale: 'Kubernetes can prove that a container does not run as root only if the user is a number.',
  remediation: 'Write the numeric id: USER 10001.',
  severity: 'low',
  aliases: ['DL3066'],
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  examples: { bad: ['FROM debian:12\nUSER app'], good: ['FROM debian:12\nUSER 10001'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const lastUser = perStage(({ steps }) => steps.findLast(({ keyword }) => keyword === 'USER'));
  for (const { stage, step } of stepsOf(subject, 'USER')) {
    const user = step.expanded[0]?.split(':', 1)[0]?.trim();
    const isLast = step === lastUser(stage);
    if (user !== undefined && isLast && stage.isLast && user !== 'root' && user !== '' && !/^\d+$/.test(user))
      yield atStep(subject, step, `${user} is not a number`);
  }
}
