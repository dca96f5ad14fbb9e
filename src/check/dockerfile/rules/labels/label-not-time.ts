import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';

export const labelNotTime: DockerfileRule = {
  id: 'label-not-time',
  kind: 'misconfiguration',
  title: 'A label is not a time of RFC 3339',
  rationale: 'The schema asks for one.',
  remediation: 'Write the time as 2026-01-31T12:00:00Z.',
  severity: 'medium',
  aliases: ['DL3053'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL created=yesterday'], good: ['FROM debian:12\nLABEL created=2026-01-31T12:00:00Z'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(
    subject,
    'rfc3339',
    (value) =>
      /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.test(
        value,
      ),
    'a time such as 2026-01-31T12:00:00Z',
  );
}
