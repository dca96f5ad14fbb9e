import { type Violation } from '../../../../model/rule.ts';
import { type BaseImage } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const untaggedBase: DockerfileRule = {
  id: 'untagged-base',
  kind: 'misconfiguration',
  title: 'The base image has no tag',
  rationale: 'Without a tag the build takes whatever latest is on that day, so two builds of one Dockerfile can differ.',
  remediation: 'Name the version: FROM image:version, or better a digest.',
  severity: 'medium',
  aliases: ['DL3006', 'AVD-DS-0001', 'DS-0001'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM debian', 'ARG MIRROR=mirror.example.com\nFROM ${MIRROR}:8099/base/alpine'],
    good: ['FROM debian:12.7-slim', 'FROM debian:12 AS build\nFROM build', 'FROM scratch', 'ARG IMAGE\nFROM ${IMAGE}'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject)) {
    const { base } = stage;
    if (base === undefined || base.repository === 'scratch' || base.tag !== undefined || base.digest !== undefined) continue;
    if (!base.isKnown && !/[$}]\w*$/.test(base.name)) yield atStep(subject, step, `${base.name} has no tag`);
    else if (base.isKnown) yield atStep(subject, step, `${base.name} has no tag`);
    else if (isNameAndVariable(base)) yield atStep(subject, step, `${base.name} has no tag unless the variable is set`);
  }
}

/** `alpine$TAG`: a name that is whole without the variable after it. */
function isNameAndVariable({ name }: BaseImage): boolean {
  return /^[a-z0-9][^$:]*\$\{?\w+\}?$/.test(name) && !/[/_.-]\$/.test(name);
}
