import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const unpinnedBase: DockerfileRule = {
  id: 'unpinned-base',
  kind: 'misconfiguration',
  title: 'The base image of the final stage is not pinned by digest',
  rationale: 'A tag can be moved to another image, by its owner or by somebody who got hold of the account. A digest cannot.',
  remediation: 'Add the digest: FROM image:version@sha256:…, and let a bot raise it.',
  severity: 'negligible',
  aliases: ['CIS-4.2'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM debian:12.7-slim'],
    good: ['FROM debian:12.7-slim@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb', 'FROM scratch'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject)) {
    const { base } = stage;
    if (!stage.isInFinalImage || base?.isKnown !== true || base.tag === undefined || base.tag === 'latest' || base.digest !== undefined)
      continue;
    yield atStep(subject, step, `${base.name} is not pinned by digest`);
  }
}
