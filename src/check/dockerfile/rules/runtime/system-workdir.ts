import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const systemWorkdir: DockerfileRule = {
  id: 'system-workdir',
  kind: 'misconfiguration',
  title: 'WORKDIR is a folder of the kernel or of the boot loader',
  rationale: '/proc, /dev and /boot belong to the system; what is written there is lost or does harm.',
  remediation: 'Use a folder of its own, such as /app.',
  severity: 'high',
  aliases: ['AVD-DS-0030', 'DS-0030'],
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  examples: { bad: ['FROM debian:12\nWORKDIR /proc/self'], good: ['FROM debian:12\nWORKDIR /app'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'WORKDIR'))
    if (/^\/(?:proc|boot|dev|sys|initrd|lost\+found)(?:\/|$)/.test(step.expanded[0] ?? ''))
      yield atStep(subject, step, `${step.expanded[0]!} belongs to the system`);
}
