import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';

export const labelNotHash: DockerfileRule = {
  id: 'label-not-hash',
  kind: 'misconfiguration',
  title: 'A label is not a Git commit',
  rationale: 'The schema asks for one.',
  remediation: 'Write the 40 digits of the commit, or its first seven.',
  severity: 'medium',
  aliases: ['DL3055'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: {
    bad: ['FROM debian:12\nLABEL revision=main'],
    good: ['FROM debian:12\nLABEL revision=43c572f1272b6b3171dd1db9e41b7027128ce080'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(subject, 'hash', (value) => /^(?:[0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value), 'a Git commit');
}
