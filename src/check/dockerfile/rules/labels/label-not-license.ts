import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { badLabels } from '../../find/labels.ts';
import { isSpdxExpression } from '../../find/spdx-expression.ts';

export const labelNotLicense: DockerfileRule = {
  id: 'label-not-license',
  kind: 'misconfiguration',
  title: 'A label is not an SPDX licence expression',
  rationale: 'The schema asks for one.',
  remediation: 'Write an SPDX expression, such as Apache-2.0.',
  severity: 'medium',
  aliases: ['DL3054'],
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  examples: { bad: ['FROM debian:12\nLABEL license=mine'], good: ['FROM debian:12\nLABEL license=Apache-2.0'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* badLabels(subject, 'spdx', isSpdxExpression, 'an SPDX expression');
}
