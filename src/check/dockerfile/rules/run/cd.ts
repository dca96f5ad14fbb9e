import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand, severityIn } from '../../find/violation.ts';

export const cd: DockerfileRule = {
  id: 'cd',
  kind: 'misconfiguration',
  title: 'cd is used where WORKDIR is meant',
  rationale: 'cd holds for this RUN only, so each must repeat it.',
  remediation: 'Use WORKDIR.',
  severity: 'medium',
  aliases: ['DL3003', 'AVD-DS-0013', 'DS-0013'],
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  examples: { bad: ['FROM debian:12\nRUN cd /app && make'], good: ['FROM debian:12\nWORKDIR /app\nRUN make'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, command } of commandsOf(subject, new Set(['cd'])))
    yield atCommand(subject, command, 'cd holds for this RUN only', severityIn(stage));
}
