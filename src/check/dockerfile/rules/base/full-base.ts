import { type Violation } from '../../../../model/rule.ts';
import { shortName, isOfficial } from '../../build/base-image.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const fullBase: DockerfileRule = {
  id: 'full-base',
  kind: 'misconfiguration',
  title: 'The final stage is built from a full image where a small one exists',
  rationale: 'Every package in the image is one more that can have a vulnerability, and nobody uses most of them.',
  remediation: 'Use the slim, alpine or distroless variant, or copy the result into one with a multi-stage build.',
  severity: 'negligible',
  aliases: ['CIS-4.3'],
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  examples: { bad: ['FROM node:22.9.0'], good: ['FROM node:22.9.0-slim', 'FROM node:22.9.0 AS build\nFROM node:22.9.0-alpine'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of fromsOf(subject)) {
    const { base } = stage;
    if (!stage.isInFinalImage || base?.isKnown !== true || !isOfficial(base)) continue;
    const tag = base.tag ?? 'latest';
    if (withSmallVariant.has(shortName(base)) && !/slim|alpine|distroless|bare|nanoserver|scratch/.test(tag))
      yield atStep(subject, step, `${base.name} is the full image`);
  }
}

/** Official images that have a slim or alpine variant. */
const withSmallVariant: ReadonlySet<string> = new Set([
  'debian',
  'node',
  'python',
  'ruby',
  'golang',
  'rust',
  'perl',
  'php',
  'httpd',
  'elixir',
  'erlang',
  'haskell',
  'openjdk',
  'postgres',
  'nginx',
]);
