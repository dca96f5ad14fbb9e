import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { labelsOf } from '../../find/labels.ts';
import { atStep } from '../../find/violation.ts';

export const labelEmpty: DockerfileRule = {
  id: 'label-empty',
  kind: 'misconfiguration',
  title: 'A label of the schema is empty',
  rationale: 'An empty label says nothing.',
  remediation: 'Give it a value.',
  severity: 'medium',
  aliases: ['DL3051'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL required=""'], good: ['FROM debian:12\nLABEL required=value'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, key, value } of labelsOf(subject))
    if (value === '' && subject.settings.labelSchema?.has(key) === true) yield atStep(subject, step, `the label ${key} is empty`, { key });
}
