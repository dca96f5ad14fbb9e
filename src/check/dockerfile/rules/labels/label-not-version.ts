import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';

export const labelNotVersion: DockerfileRule = {
  id: 'label-not-version',
  kind: 'misconfiguration',
  title: 'A label is not a semantic version',
  rationale: 'The schema asks for one.',
  remediation: 'Write the version as 1.2.3.',
  severity: 'medium',
  aliases: ['DL3056'],
  references: ['https://github.com/hadolint/hadolint#linting-labels', 'https://semver.org/'],
  examples: { bad: ['FROM debian:12\nLABEL version=first'], good: ['FROM debian:12\nLABEL version=1.2.3-rc.1'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(
    subject,
    'semver',
    (value) =>
      /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?$/.test(
        value,
      ),
    'a semantic version',
  );
}
