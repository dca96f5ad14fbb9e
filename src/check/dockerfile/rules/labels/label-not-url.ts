import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';

export const labelNotUrl: DockerfileRule = {
  id: 'label-not-url',
  kind: 'misconfiguration',
  title: 'A label is not a URL',
  rationale: 'The schema asks for one.',
  remediation: 'Give it an absolute URL.',
  severity: 'medium',
  aliases: ['DL3052'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL url=nowhere'], good: ['FROM debian:12\nLABEL url=https://example.org/'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(subject, 'url', (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value), 'an absolute URL');
}
