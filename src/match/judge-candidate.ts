import { type AffectedRange, type Candidate } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type VersionScheme } from '../model/version-scheme.ts';
import { isInRange } from '../version/range.ts';
import { type Verdict } from './matcher.ts';

/**
 * Three answers about one fact. `version` is the one advisories speak about (`advisoryVersionOf`); absent or unreadable it is `undecided`
 * unless the fact needs no comparison. A fact without ranges and versions is about every version.
 */
export function judgeCandidate(found: Package, version: string | undefined, scheme: VersionScheme, candidate: Candidate): Verdict {
  const { affected } = candidate;
  if (affected.status !== 'affected') return { answer: 'not-affected', candidate };
  if (affected.ranges.length === 0 && affected.versions.length === 0) return { answer: 'affected', candidate };
  // No version is one that no scheme can read; a range without bounds holds it all the same.
  const readable = version ?? '';
  let isUndecided = false;
  for (const range of affected.ranges) {
    const answer = isInRange(scheme, readable, range);
    if (answer === 'inside') return { answer: 'affected', candidate, range };
    if (answer === 'undecided') isUndecided = true;
  }
  if (isListed(readable, candidate)) return { answer: 'affected', candidate };
  if (!isUndecided) return { answer: 'not-affected', candidate };
  const issue = scheme.isValid(readable) ? rangeIssue(found, candidate) : versionIssue(found, candidate);
  return { answer: 'undecided', candidate, issue };
}

/** Lists of distributions hold versions of other releases too, so where they have ranges only those count (OSV's Debian export). */
function isListed(version: string, { affected }: Candidate): boolean {
  if (affected.versions.length === 0) return false;
  if (affected.ranges.length > 0 && ecosystem(affected.ecosystem).distribution !== undefined) return false;
  return affected.versions.includes(version);
}

function versionIssue(found: Package, { advisory, affected }: Candidate): Issue {
  const why =
    found.version === undefined
      ? 'has no version'
      : `has version ${found.version}, which is not one of ${ecosystem(affected.ecosystem).displayName}`;
  return makeIssue('VERSION_UNREADABLE', 'match', `${found.name} ${why}: ${advisory.id} could not be compared`, whereOf(found));
}

function rangeIssue(found: Package, { advisory, affected }: Candidate): Issue {
  const ranges = affected.ranges.map(formatRange).join(', ');
  return makeIssue(
    'RANGE_UNREADABLE',
    'match',
    `${advisory.id} names ${ranges} for ${found.name}, which could not be compared with ${found.version ?? 'no version'}`,
    whereOf(found),
  );
}

function formatRange({ introduced, fixed, lastAffected }: AffectedRange): string {
  if (fixed !== undefined) return `[${introduced}, ${fixed})`;
  return lastAffected === undefined ? `[${introduced}, )` : `[${introduced}, ${lastAffected}]`;
}

function whereOf(found: Package): { readonly path?: string; readonly layerIndex: number } {
  const path = found.locations[0]?.path;
  return { layerIndex: found.layerIndex, ...(path === undefined ? {} : { path }) };
}
