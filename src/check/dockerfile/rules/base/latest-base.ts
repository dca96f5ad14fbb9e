import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const latestBase: DockerfileRule = {
  id: 'latest-base',
  kind: 'misconfiguration',
  title: 'The base image has the tag latest',
  rationale: 'latest moves: two builds of one Dockerfile can differ, and nobody can say which version is in the image.',
  remediation: 'Name the version: FROM image:version, or better a digest.',
  severity: 'medium',
  aliases: ['DL3007', 'AVD-DS-0001', 'DS-0001', 'DKL-DI-0006'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM debian:latest', 'ARG TAG=latest\nFROM debian:${TAG}'],
    good: ['FROM debian:12.7-slim', 'FROM debian:latest@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject))
    if (stage.base?.tag === 'latest' && stage.base.digest === undefined)
      yield atStep(subject, step, `${stage.base.name} can be another version at the next build`);
}
