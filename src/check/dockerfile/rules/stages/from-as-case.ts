import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atValue } from '../../find/violation.ts';

export const fromAsCase: DockerfileRule = {
  id: 'from-as-case',
  kind: 'misconfiguration',
  title: 'FROM and AS are not in the same case',
  rationale: 'Mixed case is harder to read.',
  remediation: 'Write both in capitals, or both in small letters.',
  severity: 'negligible',
  aliases: ['FromAsCasing'],
  references: ['https://docs.docker.com/reference/build-checks/', 'from-as-casing/'],
  examples: { bad: ['FROM debian:12 as build'], good: ['FROM debian:12 AS build', 'from debian:12 as build'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of fromsOf(subject)) {
    const {
      word,
      values: [, as],
    } = step.instruction;
    if (as?.text.toUpperCase() !== 'AS') continue;
    const isUpper = word === word.toUpperCase();
    // Of FROM in mixed case another rule speaks.
    if (!isUpper && word !== word.toLowerCase()) continue;
    if (as.text !== (isUpper ? 'AS' : 'as')) yield atValue(subject, step, as, `${word} and ${as.text} are not in the same case`);
  }
}
