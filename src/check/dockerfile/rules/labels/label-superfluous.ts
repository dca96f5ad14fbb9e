import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { labelsOf } from '../../find/labels.ts';
import { atStep } from '../../find/violation.ts';

export const labelSuperfluous: DockerfileRule = {
  id: 'label-superfluous',
  kind: 'misconfiguration',
  title: 'A label is not in the schema',
  rationale: 'With strict labels only those of the schema are wanted.',
  remediation: 'Remove the label, or add it to the schema.',
  severity: 'low',
  aliases: ['DL3050'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL other=value'], good: ['FROM debian:12\nLABEL required=value'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const { labelSchema, hasStrictLabels } = subject.settings;
  if (hasStrictLabels !== true) return;
  for (const { step, key } of labelsOf(subject))
    if (labelSchema?.has(key) !== true) yield atStep(subject, step, `the label ${key} is not in the schema`, { key });
}
