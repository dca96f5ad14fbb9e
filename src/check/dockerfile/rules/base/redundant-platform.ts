import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const redundantPlatform: DockerfileRule = {
  id: 'redundant-platform',
  kind: 'misconfiguration',
  title: 'FROM names the target platform, which is the default',
  rationale: 'It says nothing, and hides a --platform that does.',
  remediation: 'Leave --platform=$TARGETPLATFORM out.',
  severity: 'medium',
  aliases: ['DL3065', 'RedundantTargetPlatform'],
  references: ['https://docs.docker.com/reference/build-checks/', 'redundant-target-platform/'],
  examples: { bad: ['FROM --platform=$TARGETPLATFORM debian:12'], good: ['FROM --platform=$BUILDPLATFORM debian:12'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of fromsOf(subject))
    if (/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?-[^}]*)?\})$/.test(flagValue(step.instruction, 'platform') ?? ''))
      yield atStep(subject, step, '--platform=$TARGETPLATFORM is the default');
}
