import { makeIssue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { defaultMatcher } from './default-matcher.ts';
import { type Matcher, type Verdict } from './matcher.ts';

/**
 * `v4` and `v4.1` of an action are tags that its author moves to each new release, so that they are no version: what runs today is not known from the workflow. docs.github.com,
 * "Using tags for release management".
 */
export const githubActions: Matcher = {
  id: 'github-actions',
  ecosystems: ['github'],
  match: (found, candidates) =>
    defaultMatcher.match(found, candidates).map((verdict) => (isMovingTag(found) ? undecide(found, verdict) : verdict)),
};

function isMovingTag({ version = '' }: Package): boolean {
  return /^v?\d+(?:\.\d+)?$/.test(version);
}

/** What does not depend on the version stays. */
function undecide(found: Package, verdict: Verdict): Verdict {
  const { candidate } = verdict;
  const { status, ranges, versions } = candidate.affected;
  if (verdict.answer === 'undecided' || status !== 'affected' || (ranges.length === 0 && versions.length === 0)) return verdict;
  const message = `${found.name} is used by the tag ${found.version ?? ''}, which moves: ${candidate.advisory.id} could not be compared`;
  const path = found.locations[0]?.path;
  return { answer: 'undecided', candidate, issue: makeIssue('VERSION_UNREADABLE', 'match', message, path === undefined ? {} : { path }) };
}
