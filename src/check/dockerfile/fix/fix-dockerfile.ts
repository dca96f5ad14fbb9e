import { type RuleFinding } from '../../../model/finding.ts';
import { readBuild } from '../build/read-build.ts';
import { checkDockerfile } from '../check-dockerfile.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type LintSettings } from '../lint-settings.ts';
import { parseDockerfile } from '../syntax/parse-dockerfile.ts';
import { type Edit, fixes } from './fixes.ts';

export interface FixedDockerfile {
  readonly text: string;
  /** Each line of the original as it is now; `undefined` where it was removed. */
  readonly lines: readonly (string | undefined)[];
  /** Findings that an edit removes. */
  readonly count: number;
}

/** Rewrites what is safe to rewrite, and nothing else: line ends, blanks and comments stay. Findings that are set aside are left alone. */
export function fixDockerfile(text: string, path: string, settings: LintSettings = {}): FixedDockerfile {
  const subject: DockerfileSubject = { path, build: readBuild(parseDockerfile(text)), settings };
  const { findings } = checkDockerfile(text, path, settings);
  const lines: (string | undefined)[] = text.split('\n');
  const edits: Edit[] = [];
  let count = 0;
  for (const finding of findings) {
    const found = finding.suppression === undefined ? editsOf(finding, subject) : [];
    if (found.length > 0) count += 1;
    for (const edit of found) edits.push(edit);
  }
  // From the end, so that an edit moves none that is still to come.
  const sorted = [...edits].sort((a, b) => b.line - a.line || b.column - a.column);
  let last: Edit | undefined;
  for (const edit of sorted) {
    const line = lines[edit.line - 1];
    const overlaps = last?.line === edit.line && edit.column + edit.length > last.column;
    last = edit;
    if (line === undefined || overlaps) continue;
    lines[edit.line - 1] =
      edit.removesLine === true ? undefined : line.slice(0, edit.column - 1) + edit.text + line.slice(edit.column - 1 + edit.length);
  }
  return { text: lines.filter((line) => line !== undefined).join('\n'), lines, count };
}

function editsOf(finding: RuleFinding, subject: DockerfileSubject): readonly Edit[] {
  const [place] = finding.locations;
  return place?.line === undefined
    ? []
    : [...(fixes.get(finding.ruleId)?.(subject, { line: place.line, column: place.column ?? 1 }) ?? [])];
}
