import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { ignoreMatcher } from '../../find/ignore-matcher.ts';
import { stepsOf } from '../../find/steps.ts';
import { atValue } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const ignoredFile: DockerfileRule = {
  id: 'ignored-file',
  kind: 'misconfiguration',
  title: 'COPY of a file that .dockerignore leaves out',
  rationale: 'The build fails, or takes a stale file that somebody sent along.',
  remediation: 'Remove the file from .dockerignore, or the COPY.',
  severity: 'medium',
  aliases: ['CopyIgnoredFile'],
  references: ['https://docs.docker.com/reference/build-checks/', 'copy-ignored-file/'],
  examples: { bad: ['FROM scratch\nCOPY build/app /app'], good: ['FROM scratch\nCOPY src/app /app'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const patterns = subject.settings.ignorePatterns;
  if (patterns === undefined || patterns.length === 0) return;
  const isIgnored = ignoreMatcher(patterns);
  for (const { step } of stepsOf(subject, 'COPY', 'ADD')) {
    if (flagValue(step.instruction, 'from') !== undefined) continue;
    for (const [at, value] of step.instruction.values.slice(0, -1).entries()) {
      const path = step.expanded[at];
      if (path === undefined || /^https?:|^<<|[*?[]/.test(path) || !isIgnored(path)) continue;
      yield atValue(subject, step, value, `${path} is left out by .dockerignore`);
    }
  }
}
