import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atLine } from '../../find/violation.ts';

export const inlineIgnore: DockerfileRule = {
  id: 'inline-ignore',
  kind: 'misconfiguration',
  title: 'A comment sets rules aside',
  rationale: 'Where exceptions are decided in one place, the file itself must not make them.',
  remediation: 'Remove the comment, and list the rule in .hadolint.yaml if it must be set aside.',
  severity: 'negligible',
  aliases: ['DL1001'],
  references: ['https://github.com/hadolint/hadolint#inline-ignores'],
  examples: { bad: ['FROM alpine:3.20\n# hadolint ignore=DL3003\nRUN cd /app && make'], good: ['FROM alpine:3.20\nRUN cd /app && make'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { text, line } of subject.build.file.comments)
    if (/^hadolint\s+(?:(?:global|stage)\s+)?ignore\s*=/.test(text))
      yield atLine(subject, line, 'a comment sets rules aside', { key: text });
}
