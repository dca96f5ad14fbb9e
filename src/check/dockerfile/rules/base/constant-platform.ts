import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const constantPlatform: DockerfileRule = {
  id: 'constant-platform',
  kind: 'misconfiguration',
  title: 'FROM has a constant platform',
  rationale: 'The image can then be built for one platform only.',
  remediation: 'Leave --platform out and give it to docker build, or use $BUILDPLATFORM.',
  severity: 'medium',
  aliases: ['DL3029', 'FromPlatformFlagConstDisallowed'],
  references: ['https://docs.docker.com/reference/build-checks/', 'from-platform-flag-const-disallowed/'],
  examples: {
    bad: ['FROM --platform=linux/amd64 debian:12'],
    good: ['FROM --platform=$BUILDPLATFORM debian:12', 'FROM --platform=linux/amd64 debian:12 AS build-amd64'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject)) {
    const platform = flagValue(step.instruction, 'platform');
    if (platform === undefined || platform.includes('$')) continue;
    // A stage that is for one platform says so in its name.
    const parts = platform.toLowerCase().split('/');
    if (stage.name !== undefined && [...parts, parts.join('-'), parts.join('_')].some((part) => part !== '' && stage.name!.includes(part)))
      continue;
    yield atStep(subject, step, `FROM --platform=${platform} ties the image to one platform`);
  }
}
