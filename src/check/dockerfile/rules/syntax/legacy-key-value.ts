import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const legacyKeyValue: DockerfileRule = {
  id: 'legacy-key-value',
  kind: 'misconfiguration',
  title: 'A key and its value are divided by a blank',
  rationale: 'ENV KEY VALUE takes the whole rest of the line for the value; KEY=VALUE says what is meant.',
  remediation: 'Write KEY=VALUE, with quotes where the value has blanks.',
  severity: 'negligible',
  aliases: ['LegacyKeyValueFormat'],
  references: ['https://docs.docker.com/reference/build-checks/', 'legacy-key-value-format/'],
  examples: { bad: ['FROM alpine:3.20\nENV DIR /usr'], good: ['FROM alpine:3.20\nENV DIR=/usr'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const builtFrom = new Set(
    subject.build.stages.flatMap(({ isLast, isUsed, isInFinalImage, index }) => (isLast || isUsed || isInFinalImage ? [index] : [])),
  );
  for (const { stage, step } of stepsOf(subject, 'ENV', 'LABEL'))
    if (step.instruction.values[2]?.text === '' && builtFrom.has(stage.index))
      yield atStep(subject, step, `${step.keyword} ${step.instruction.values[0]!.text} has no = before its value`);
}
