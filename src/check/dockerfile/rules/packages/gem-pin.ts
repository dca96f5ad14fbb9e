import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { gem } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const gemPin: DockerfileRule = {
  id: 'gem-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by gem',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: gem install package:version.',
  severity: 'medium',
  aliases: ['DL3028'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM ruby:3.3-slim\nRUN gem install bundler'],
    good: ['FROM ruby:3.3-slim\nRUN gem install bundler:2.5.22', "FROM ruby:3.3-slim\nRUN gem install bundler --version '2.5.22'"],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(
    subject,
    gem,
    (name) => /:|\.gem$/.test(name),
    ({ command }) => command.words.some(({ value }) => value === '-v' || value === '--version' || /^-v.|^--version=/.test(value)),
  );
}
