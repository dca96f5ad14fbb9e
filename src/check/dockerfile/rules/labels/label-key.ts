import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { labelsOf } from '../../find/labels.ts';
import { atStep } from '../../find/violation.ts';

export const labelKey: DockerfileRule = {
  id: 'label-key',
  kind: 'misconfiguration',
  title: 'A label has an invalid key',
  rationale:
    "Docker's guidelines allow small letters, digits, periods and hyphens, one after the other never twice, and keep com.docker, io.docker and org.dockerproject for Docker.",
  remediation: 'Rename the label, such as org.example.name.',
  severity: 'negligible',
  aliases: ['DL3048'],
  references: ['https://docs.docker.com/engine/manage-resources/labels/'],
  examples: { bad: ['FROM debian:12\nLABEL .name=value'], good: ['FROM debian:12\nLABEL org.example.name=value'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step, key } of labelsOf(subject))
    if (
      (!key.includes('$') || step.undeclared.length > 0) &&
      (!/^[a-z](?:[.-]?[a-z0-9])*$/.test(key) || /^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key))
    )
      yield atStep(subject, step, `${key} is not a valid key of a label`, { key });
}
