import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { apk } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const apkPin: DockerfileRule = {
  id: 'apk-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by apk',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: apk add package=version, or package~=version for its line.',
  severity: 'medium',
  aliases: ['DL3018'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: { bad: ['FROM alpine:3.20\nRUN apk add --no-cache curl'], good: ['FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, apk, (name) => /[=~<>]|\.apk$|^[./]/.test(name));
}
