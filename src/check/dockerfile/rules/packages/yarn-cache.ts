import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isMounted } from '../../find/mounts.ts';
import { hasOption } from '../../find/options.ts';
import { invocationsOf, yarn } from '../../find/package-manager.ts';
import { perStage } from '../../find/per-stage.ts';
import { atCommand } from '../../find/violation.ts';

export const yarnCache: DockerfileRule = {
  id: 'yarn-cache',
  kind: 'misconfiguration',
  title: 'The cache of yarn stays in the image',
  rationale: 'It is as large as the packages and nothing reads it again.',
  remediation: 'End the RUN with yarn cache clean, or mount a cache over /root/.cache/yarn.',
  severity: 'low',
  aliases: ['DL3060'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM node:22-slim\nRUN yarn install'],
    good: [
      'FROM node:22-slim\nRUN yarn install && yarn cache clean',
      'FROM node:22-slim\nRUN --mount=type=cache,target=/root/.cache/yarn yarn install',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const hasTriggers = perStage(({ steps }) => steps.some(({ isTrigger }) => isTrigger));
  for (const { stage, step, command, later, subcommand } of invocationsOf(subject, yarn, new Set(['install', 'add', '', 'global']))) {
    if (!stage.isInFinalImage && !hasTriggers(stage)) continue;
    if (
      isMounted(step, '/root/.cache/yarn') ||
      isMounted(step, '/usr/local/share/.cache/yarn') ||
      (subcommand === '' && hasOption(command, '--version', '-v', '--help'))
    )
      continue;
    const isRemoved = later.some(
      ({ name, words }) =>
        (yarn.names.has(name) && words[0]?.value === 'cache' && words[1]?.value === 'clean') ||
        (name === 'rm' && words.some(({ value }) => /\.cache|yarn-cache/.test(value))),
    );
    if (!isRemoved) yield atCommand(subject, command, 'the cache of yarn stays in the layer');
  }
}
