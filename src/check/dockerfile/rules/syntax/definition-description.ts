import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atStep } from '../../find/violation.ts';

export const definitionDescription: DockerfileRule = {
  id: 'definition-description',
  kind: 'misconfiguration',
  title: 'The comment above ARG or FROM describes something else',
  rationale: 'docker build --call=outline shows such a comment as the description of the argument or stage if it begins with its name.',
  remediation: 'Begin the comment with the name, or put an empty line below it.',
  severity: 'negligible',
  aliases: ['InvalidDefinitionDescription'],
  references: ['https://docs.docker.com/reference/build-checks/', 'invalid-definition-description/'],
  examples: {
    bad: ['# check=experimental=InvalidDefinitionDescription\n\n# the version\nARG VERSION=12\nFROM alpine:3.20'],
    good: [
      '# check=experimental=InvalidDefinitionDescription\n\n# VERSION is the version\nARG VERSION=12\nFROM alpine:3.20',
      '# the version\nARG VERSION=12\nFROM alpine:3.20',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  // BuildKit has it among its experiments: the file must ask for it.
  const asked = subject.build.file.directives.some(
    ({ name, value }) => name === 'check' && /(?:^|;)\s*experimental\s*=\s*(?:[^;]*,)?\s*(?:all|InvalidDefinitionDescription)/i.test(value),
  );
  if (!asked) return;
  const steps = [
    ...subject.build.globalSteps,
    ...subject.build.stages.flatMap(({ from, steps: own }) => [...(from === undefined ? [] : [from]), ...own]),
  ];
  for (const step of steps) {
    const { instruction } = step;
    const names =
      step.keyword === 'ARG'
        ? instruction.values.map(({ text }) => text.split('=', 1)[0]!)
        : step.keyword === 'FROM'
          ? instruction.values.slice(2).map(({ text }) => text)
          : [];
    const comment = instruction.comments.at(-1)?.text ?? '';
    if (names.length === 0 || instruction.comments.length === 0 || comment === '' || /^(?:check|hadolint)\b/.test(comment)) continue;
    if (!names.some((name) => comment.toLowerCase() === name.toLowerCase() || comment.toLowerCase().startsWith(`${name.toLowerCase()} `)))
      yield atStep(subject, step, `the comment above does not begin with ${names.join(' or ')}`);
  }
}
