import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { isAbsolute, stepsWithWorkdir } from '../../find/working-directory.ts';

export const relativeWorkdir: DockerfileRule = {
  id: 'relative-workdir',
  kind: 'misconfiguration',
  title: 'WORKDIR is relative to a folder that only the base image knows',
  rationale: 'The folder changes when the base image does.',
  remediation: 'Write an absolute path.',
  severity: 'high',
  aliases: ['DL3000', 'AVD-DS-0009', 'DS-0009', 'WorkdirRelativePath'],
  references: ['https://docs.docker.com/reference/build-checks/', 'workdir-relative-path/'],
  examples: { bad: ['FROM debian:12\nWORKDIR app'], good: ['FROM debian:12\nWORKDIR /app', 'FROM debian:12\nWORKDIR $APP_HOME'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const known = stepsWithWorkdir(subject);
  for (const { step } of stepsOf(subject, 'WORKDIR')) {
    const path = step.expanded[0] ?? step.instruction.values[0]?.text ?? '';
    if (path !== '' && !isAbsolute(path) && !known.has(step)) yield atStep(subject, step, `${path} is a relative path`);
  }
}
