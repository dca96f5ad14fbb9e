import { type AffectedRange, type Candidate } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type VersionScheme } from '../model/version-scheme.ts';
import { judgeVersion } from '../version/judge-version.ts';
import { type Verdict } from './matcher.ts';

/** Three answers about one fact. `version` is the one that advisories speak about (`advisoryVersionOf`). */
export function judgeCandidate(found: Package, version: string | undefined, scheme: VersionScheme, candidate: Candidate): Verdict {
  const { affected } = candidate;
  if (affected.status !== 'affected') return { answer: 'not-affected', candidate };
  if (isVersionless(version) && !isMalwareAtAnyVersion(candidate))
    return { answer: 'undecided', candidate, issue: versionIssue(found, version, candidate) };
  const verdict = judgeVersion(scheme, version, affected.ranges, versionsOf(candidate));
  if (verdict.answer !== 'undecided') return { ...verdict, candidate };
  const issue = version !== undefined && scheme.isValid(version) ? rangeIssue(found, candidate) : versionIssue(found, version, candidate);
  return { answer: 'undecided', candidate, issue };
}

/** What is installed may be a version that no record speaks about, so even a record that is open for every version decides nothing. */
export function isVersionless(version: string | undefined): boolean {
  return version === undefined || version === '';
}

/** A package that is malware in every version is an attack by its name alone. */
export function isMalwareAtAnyVersion({ advisory, affected }: Candidate): boolean {
  const isOpen = ({ introduced, fixed, lastAffected }: AffectedRange): boolean =>
    introduced === '0' && fixed === undefined && lastAffected === undefined;
  return advisory.isMalware === true && (affected.ranges.some(isOpen) || (affected.ranges.length === 0 && affected.versions.length === 0));
}

/** A distribution's list holds versions of its other releases too, so it counts only where there are no ranges (OSV's Debian export). */
function versionsOf({ affected }: Candidate): readonly string[] {
  const isDistribution = affected.versions.length > 0 && ecosystem(affected.ecosystem).distribution !== undefined;
  return isDistribution && affected.ranges.length > 0 ? none : affected.versions;
}

const none: readonly string[] = [];

function versionIssue(found: Package, version: string | undefined, { advisory, affected }: Candidate): Issue {
  const why =
    version === undefined || version === ''
      ? 'has no version'
      : `has version ${version}, which is not a valid ${ecosystem(affected.ecosystem).versionScheme} version`;
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
