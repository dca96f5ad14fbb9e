import { type Violation } from '../../../../model/rule.ts';
import { expand } from '../../build/expand.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const envUsesItself: DockerfileRule = {
  id: 'env-uses-itself',
  kind: 'misconfiguration',
  title: 'ENV uses a variable that the same ENV sets',
  rationale: 'The value is seen from the next instruction on: here it is the old one or none.',
  remediation: 'Use a second ENV.',
  severity: 'high',
  aliases: ['DL3044'],
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  examples: {
    bad: ['FROM alpine:3.20\nENV HOST=db URL=http://${HOST}/'],
    good: ['FROM alpine:3.20\nENV HOST=db\nENV URL=http://${HOST}/', 'FROM alpine:3.20\nENV PATH=/app/bin:$PATH'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'ENV')) {
    const { values } = step.instruction;
    const keys = new Set(values.filter((_, at) => at % 3 === 0).map(({ text }) => text));
    if (keys.size < 2) continue;
    for (let at = 0; at + 1 < values.length; at += 3) {
      const { references } = expand(values[at + 1]!.text, () => ({}), subject.build.file.escape);
      const name = references
        .map((each) => each.name)
        .find((each) => keys.has(each) && step.undeclared.includes(each) && (each !== values[at]!.text || !isUnset(each)));
      if (name !== undefined) yield atStep(subject, step, `${values[at]!.text} uses ${name}, which the same ENV sets`);
    }
  }
}

/** PATH is set in every image. */
function isUnset(name: string): boolean {
  return name === 'PATH';
}
