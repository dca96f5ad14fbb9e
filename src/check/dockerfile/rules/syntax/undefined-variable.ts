import { closestWord } from '../../../../lib/text/closest-word.ts';
import { type Violation } from '../../../../model/rule.ts';
import { shortName, isOfficial } from '../../build/base-image.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { rootImages } from '../../find/inherited.ts';
import { atStep } from '../../find/violation.ts';

export const undefinedVariable: DockerfileRule = {
  id: 'undefined-variable',
  kind: 'misconfiguration',
  title: 'A variable is used that nothing declares',
  rationale: 'It is replaced by nothing, and the path, port or value is not what was meant.',
  remediation: 'Declare it with ARG or ENV before its use, or correct its name.',
  severity: 'medium',
  aliases: ['UndefinedVar'],
  references: ['https://docs.docker.com/reference/build-checks/', 'undefined-var/'],
  examples: {
    bad: ['FROM alpine:3.20\nCOPY $src /app/', 'FROM alpine:3.20\nENV PATH=$PAHT:/app/bin'],
    good: ['FROM alpine:3.20\nARG src\nCOPY $src /app/', 'FROM python:3.12\nARG VERSION=$PYTHON_VERSION'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const rootOf = rootImages();
  for (const stage of subject.build.stages) {
    const root = rootOf(stage);
    const setsNothing = root?.isKnown === true && isOfficial(root) && bareImages.has(shortName(root));
    const declared: string[] = ['PATH'];
    for (const step of stage.steps) {
      for (const name of step.undeclared) {
        if (name === 'PATH') continue;
        // A base image may set a variable of its own, hardly one that differs from a declared one in its spelling.
        const closest =
          declared.length > mostNames
            ? undefined
            : closestWord(
                name,
                declared.filter((each) => each !== name),
              );
        if (setsNothing || (closest !== undefined && name.length > 3))
          yield atStep(subject, step, `nothing declares ${name}${closest === undefined ? '' : `; did you mean ${closest}?`}`, {
            key: `${step.keyword} ${name}`,
          });
      }
      for (const name of namesSetBy(step)) declared.push(name);
    }
  }
}

/** Images that set no variable but PATH. */
const bareImages: ReadonlySet<string> = new Set([
  'scratch',
  'alpine',
  'busybox',
  'debian',
  'ubuntu',
  'amazonlinux',
  'almalinux',
  'rockylinux',
]);

/** With more names than this none is suggested. */
const mostNames = 200;

function namesSetBy({ keyword, instruction: { values } }: Step): readonly string[] {
  if (keyword === 'ARG') return values.map(({ text }) => text.split('=', 1)[0]!);
  return keyword === 'ENV' ? values.filter((_, at) => at % 3 === 0).map(({ text }) => text) : [];
}
