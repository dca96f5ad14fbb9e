import { type FixState } from '../model/advisory.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { readableVersion } from '../model/readable-version.ts';

/** The version that fixes a finding, or in words why there is none. */
export function fixWord({ fixedVersion, fixStream, fixState, advisory }: VulnerabilityFinding): string {
  if (fixedVersion !== undefined) return readableVersion(fixedVersion) + (fixStream === undefined ? '' : ` (${fixStream})`);
  return advisory.isMalware === true ? 'remove it' : fixStateWords[fixState];
}

const fixStateWords: Readonly<Record<FixState, string>> = {
  fixed: 'unknown',
  'no-fix-yet': 'no fix yet',
  deferred: 'fix deferred',
  unknown: 'unknown',
  'wont-fix': 'won’t be fixed',
  'end-of-life': 'end of life',
};
