import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atStep } from '../../find/violation.ts';

export const firstInstruction: DockerfileRule = {
  id: 'first-instruction',
  kind: 'misconfiguration',
  title: 'An instruction stands before the first FROM',
  rationale: 'Only ARG, comments and directives may: there is no image yet that the instruction could change.',
  remediation: 'Move it below FROM.',
  severity: 'high',
  aliases: ['DL3061'],
  references: ['https://docs.docker.com/reference/dockerfile/#from'],
  examples: { bad: ['LABEL a=b\nFROM debian:12'], good: ['ARG VERSION=12\nFROM debian:${VERSION}'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { from, steps } of subject.build.stages.slice(0, 1))
    if (from === undefined && steps[0] !== undefined) yield atStep(subject, steps[0], `${steps[0].keyword} stands before the first FROM`);
}
