import { type RuleFinding } from '../../../model/finding.ts';
import { readBuild } from '../build/read-build.ts';
import { checkDockerfile } from '../check-dockerfile.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type LintSettings } from '../lint-settings.ts';
import { parseDockerfile } from '../syntax/parse-dockerfile.ts';
import { applyEdits, type EditedText } from './apply-edits.ts';
import { type Edit, fixes } from './fixes.ts';

export interface FixedDockerfile extends EditedText {
  /** Findings that an edit removes. */
  readonly count: number;
}

/** Rewrites what is safe to rewrite, and nothing else: line ends, blanks and comments stay. Findings that are set aside are left alone. */
export function fixDockerfile(text: string, path: string, settings: LintSettings = {}): FixedDockerfile {
  const subject: DockerfileSubject = { path, build: readBuild(parseDockerfile(text)), settings };
  const { findings } = checkDockerfile(text, path, settings);
  const edits: Edit[] = [];
  let count = 0;
  for (const finding of findings) {
    const found = finding.suppression === undefined ? editsOf(finding, subject) : [];
    if (found.length > 0) count += 1;
    for (const edit of found) edits.push(edit);
  }
  return { ...applyEdits(text, edits), count };
}

function editsOf(finding: RuleFinding, subject: DockerfileSubject): readonly Edit[] {
  const [place] = finding.locations;
  return place?.line === undefined
    ? []
    : [...(fixes.get(finding.ruleId)?.(subject, { line: place.line, column: place.column ?? 1 }) ?? [])];
}
