import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isMounted } from '../../find/mounts.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, npm } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const npmCache: DockerfileRule = {
  id: 'npm-cache',
  kind: 'misconfiguration',
  title: 'The cache of npm stays in the image',
  rationale: 'It is as large as the packages and nothing reads it again.',
  remediation: 'End the RUN with npm cache clean --force, or mount a cache over /root/.npm.',
  severity: 'negligible',
  aliases: ['CIS-4.3'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM node:22-slim\nRUN npm ci --omit=dev'],
    good: [
      'FROM node:22-slim\nRUN --mount=type=cache,target=/root/.npm npm ci --omit=dev',
      'FROM node:22-slim\nRUN npm ci --omit=dev && npm cache clean --force',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step, command, later } of invocationsOf(subject, npm, new Set(['ci', 'clean-install', 'install', 'i', 'add']))) {
    if (!stage.isInFinalImage || isMounted(step, '/root/.npm') || hasOption(command, '--cache')) continue;
    const isRemoved = later.some(
      ({ name, words }) =>
        (name === 'npm' && words[0]?.value === 'cache') || (name === 'rm' && words.some(({ value }) => /\.npm(?:\/|$)/.test(value))),
    );
    if (!isRemoved) yield atCommand(subject, command, 'the cache of npm stays in the layer');
  }
}
