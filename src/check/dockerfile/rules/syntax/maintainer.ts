import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const maintainer: DockerfileRule = {
  id: 'maintainer',
  kind: 'misconfiguration',
  title: 'MAINTAINER is deprecated',
  rationale: 'A label can be read with docker inspect and by registries; MAINTAINER sets a field that nothing uses.',
  remediation: 'Write LABEL org.opencontainers.image.authors="…".',
  severity: 'high',
  aliases: ['DL4000', 'AVD-DS-0022', 'DS-0022', 'MaintainerDeprecated'],
  references: ['https://docs.docker.com/reference/build-checks/', 'maintainer-deprecated/'],
  examples: {
    bad: ['FROM alpine:3.20\nMAINTAINER someone@example.org'],
    good: ['FROM alpine:3.20\nLABEL org.opencontainers.image.authors="someone@example.org"'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'MAINTAINER')) if (!step.isTrigger) yield atStep(subject, step, 'MAINTAINER is deprecated');
}
