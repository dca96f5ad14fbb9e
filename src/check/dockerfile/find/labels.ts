import { type Violation } from '../../../model/rule.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type LabelType } from '../lint-settings.ts';
import { type StagedStep, stepsOf } from './steps.ts';
import { atStep } from './violation.ts';

export interface StagedLabel extends StagedStep {
  readonly key: string;
  /** `undefined` where only the build knows it. */
  readonly value: string | undefined;
}

export function* labelsOf(subject: DockerfileSubject): Iterable<StagedLabel> {
  for (const { stage, step } of stepsOf(subject, 'LABEL')) {
    const { values } = step.instruction;
    for (let at = 0; at + 1 < values.length; at += 3) {
      const key = step.expanded[at] ?? values[at]!.text;
      yield { stage, step, key, value: step.expanded[at + 1] };
    }
  }
}

/** Labels of the schema's type that do not hold what it says. */
export function* badLabels(
  subject: DockerfileSubject,
  type: LabelType,
  isValid: (value: string) => boolean,
  expected: string,
): Iterable<Violation> {
  for (const { step, key, value } of labelsOf(subject))
    if (
      value !== undefined &&
      value !== '' &&
      subject.settings.labelSchema?.get(key) === type &&
      (value.length > longestValue || !isValid(value))
    )
      yield atStep(subject, step, `the label ${key} is not ${expected}`, { key });
}

/** No URL, licence or address is longer. */
const longestValue = 1_000;
