import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const manySourcesWithoutSlash: DockerfileRule = {
  id: 'many-sources-without-slash',
  kind: 'misconfiguration',
  title: 'COPY of several files to a target without a slash',
  rationale: 'Several files need a folder; the builder refuses a target that does not end with a slash.',
  remediation: 'End the target with /.',
  severity: 'high',
  aliases: ['DL3021', 'AVD-DS-0011', 'DS-0011'],
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  examples: { bad: ['FROM debian:12\nCOPY a b target'], good: ['FROM debian:12\nCOPY a b target/'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'COPY', 'ADD')) {
    const { values } = step.instruction;
    // The history of an image writes `COPY file:digest in target`.
    if (values.length < 3 || /^(?:file|dir|multi):[0-9a-f]{6}/.test(values[0]!.text)) continue;
    const target = (step.expanded.at(-1) ?? values.at(-1)!.text).replace(/["']$/, '');
    if (!/[/\\]$/.test(target) && target !== '.' && !/\$\{?\w+\}?$/.test(target))
      yield atStep(subject, step, `${target} does not end with /`);
  }
}
