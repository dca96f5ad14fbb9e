import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { labelsOf } from '../../find/labels.ts';
import { finalStage } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const labelMissing: DockerfileRule = {
  id: 'label-missing',
  kind: 'misconfiguration',
  title: 'A label that the schema asks for is missing',
  rationale: 'Whoever runs the image finds its owner, source and version by labels.',
  remediation: 'Add the label to the final stage.',
  severity: 'low',
  aliases: ['DL3049'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12'], good: ['FROM debian:12\nLABEL required=value'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const stage = finalStage(subject);
  if (stage?.from === undefined) return;
  const present = new Set([...labelsOf(subject)].filter(({ stage: of }) => of.isInFinalImage).map(({ key }) => key));
  for (const key of subject.settings.labelSchema?.keys() ?? [])
    if (!present.has(key)) yield atStep(subject, stage.from, `the label ${key} is missing`, { key });
}
