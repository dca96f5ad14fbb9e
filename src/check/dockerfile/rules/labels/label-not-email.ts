import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';

export const labelNotEmail: DockerfileRule = {
  id: 'label-not-email',
  kind: 'misconfiguration',
  title: 'A label is not an e-mail address',
  rationale: 'The schema asks for one.',
  remediation: 'Write an address such as team@example.org.',
  severity: 'medium',
  aliases: ['DL3058'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL contact=team'], good: ['FROM debian:12\nLABEL contact=team@example.org'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(
    subject,
    'email',
    (value) =>
      /^(?:[^<>]*<)?[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*>?$/i.test(value),
    'an e-mail address',
  );
}
