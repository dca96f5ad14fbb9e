import { closestWord } from '../../../../lib/text/closest-word.ts';
import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const undefinedArgumentInFrom: DockerfileRule = {
  id: 'undefined-argument-in-from',
  kind: 'misconfiguration',
  title: 'FROM uses an argument that no ARG declares',
  rationale: 'It is replaced by nothing, and the build fails or takes another image.',
  remediation: 'Declare it with ARG before the first FROM.',
  severity: 'high',
  aliases: ['UndefinedArgInFrom'],
  references: ['https://docs.docker.com/reference/build-checks/', 'undefined-arg-in-from/'],
  examples: {
    bad: ['FROM debian:${VERSOIN}'],
    good: ['ARG VERSION=12\nFROM debian:${VERSION}', 'FROM --platform=$BUILDPLATFORM debian:12'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const declared = new Set<string>();
  for (const { keyword, instruction } of subject.build.globalSteps)
    if (keyword === 'ARG') for (const { text } of instruction.values) declared.add(text.split('=', 1)[0]!);
  for (const { step } of fromsOf(subject))
    for (const name of step.undeclared) {
      const closest = closestWord(name, [...declared, 'BUILDPLATFORM', 'TARGETPLATFORM', 'BUILDARCH', 'TARGETARCH', 'BUILDOS', 'TARGETOS']);
      yield atStep(
        subject,
        step,
        `no ARG before the first FROM declares ${name}${closest === undefined ? '' : `; did you mean ${closest}?`}`,
        { key: name },
      );
    }
}
