import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { withoutEnd } from '../../syntax/without-end.ts';
import { stepsOf } from '../../find/steps.ts';
import { atValue } from '../../find/violation.ts';

export const sensitiveVolume: DockerfileRule = {
  id: 'sensitive-volume',
  kind: 'misconfiguration',
  title: 'VOLUME is a folder of the system',
  rationale: 'A volume over /etc, /proc or another folder of the system is shared with whatever mounts it, and hides later changes to it.',
  remediation: 'Use a folder of its own for data.',
  severity: 'high',
  aliases: ['DKL-DI-0002'],
  references: ['https://docs.docker.com/reference/dockerfile/#volume'],
  examples: { bad: ['FROM debian:12\nVOLUME /etc'], good: ['FROM debian:12\nVOLUME /data'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'VOLUME'))
    for (const [at, value] of step.instruction.values.entries()) {
      const path = withoutEnd(step.expanded[at] ?? '', '/') || '/';
      if (/^\/(?:|bin|boot|dev|etc|lib|lib64|proc|root|sbin|sys|usr|run|var\/run|var\/run\/docker\.sock|run\/docker\.sock)$/.test(path))
        yield atValue(subject, step, value, `${path} belongs to the system`);
    }
}
