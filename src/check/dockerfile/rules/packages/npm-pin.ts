import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { npm } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const npmPin: DockerfileRule = {
  id: 'npm-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by npm',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: npm install package@version, or use npm ci with a lock file.',
  severity: 'medium',
  aliases: ['DL3016'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: { bad: ['FROM node:22-slim\nRUN npm install -g pnpm'], good: ['FROM node:22-slim\nRUN npm install -g pnpm@9.12.3'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(subject, npm, isPinned);
}

function isPinned(name: string): boolean {
  if (/^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|gist:)/.test(name)) return name.includes('#');
  if (/^(?:https?:|file:|[./~])|\.(?:tgz|tar\.gz|tar)$/.test(name)) return true;
  return /^.[^@]*@./.test(name) && !/@(?:latest|next)$/.test(name);
}
