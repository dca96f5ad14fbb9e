import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { isAbsolute, stepsWithWorkdir } from '../../find/working-directory.ts';

export const relativeDestination: DockerfileRule = {
  id: 'relative-destination',
  kind: 'misconfiguration',
  title: 'COPY to a relative path without WORKDIR',
  rationale: 'The folder changes when the base image does.',
  remediation: 'Set WORKDIR before, or write an absolute path.',
  severity: 'medium',
  aliases: ['DL3045'],
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  examples: {
    bad: ['FROM debian:12\nCOPY app app'],
    good: ['FROM debian:12\nWORKDIR /srv\nCOPY app app', 'FROM debian:12\nCOPY app /srv/app'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const known = stepsWithWorkdir(subject);
  for (const { step } of stepsOf(subject, 'COPY')) {
    if (step.instruction.values.length < 2) continue;
    const target = step.expanded.at(-1) ?? step.instruction.values.at(-1)!.text;
    if (!isAbsolute(target) && !known.has(step)) yield atStep(subject, step, `${target} is relative, and no WORKDIR is set`);
  }
}
