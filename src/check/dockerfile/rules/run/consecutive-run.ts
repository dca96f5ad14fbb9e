import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atStep } from '../../find/violation.ts';

export const consecutiveRun: DockerfileRule = {
  id: 'consecutive-run',
  kind: 'misconfiguration',
  title: 'RUN follows RUN',
  rationale: 'Each RUN is a layer of its own.',
  remediation: 'Join them with &&, or use a here-document: RUN <<EOF.',
  severity: 'low',
  aliases: ['DL3059'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM debian:12\nRUN make\nRUN make install'], good: ['FROM debian:12\nRUN make && make install'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { steps, isInFinalImage, from } of subject.build.stages) {
    let before: Step | undefined;
    for (const step of steps) {
      const isRun = step.keyword === 'RUN' && isSingle(step);
      if (isRun && before !== undefined && flagsOf(step) === flagsOf(before) && before.isTrigger === step.isTrigger)
        yield atStep(
          subject,
          step,
          'this RUN could be joined with the one before',
          isInFinalImage || from === undefined ? {} : { severity: 'negligible' },
        );
      if (step.keyword !== 'ONBUILD') before = isRun ? step : undefined;
    }
  }
}

/** Who chained commands divides them with intent. */
function isSingle({ script, instruction }: Step): boolean {
  return (script?.statementCount ?? 1) <= 1 && instruction.heredocs.length === 0;
}

function flagsOf({ instruction }: Step): string {
  return instruction.flags
    .map(({ text }) => text)
    .sort()
    .join(' ');
}
