import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { isAbsolute, stepsWithWorkdir } from '../../find/working-directory.ts';

export const chainedWorkdir: DockerfileRule = {
  id: 'chained-workdir',
  kind: 'misconfiguration',
  title: 'WORKDIR is relative to the WORKDIR before it',
  rationale: 'A reader has to look for the folder above.',
  remediation: 'Write the absolute path.',
  severity: 'negligible',
  aliases: ['DL3000', 'AVD-DS-0009', 'DS-0009'],
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  examples: { bad: ['FROM debian:12\nWORKDIR /srv\nWORKDIR app'], good: ['FROM debian:12\nWORKDIR /srv/app'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const known = stepsWithWorkdir(subject);
  for (const { step } of stepsOf(subject, 'WORKDIR')) {
    const path = step.expanded[0] ?? step.instruction.values[0]?.text ?? '';
    if (path !== '' && !isAbsolute(path) && known.has(step)) yield atStep(subject, step, `${path} is relative to the WORKDIR above`);
  }
}
