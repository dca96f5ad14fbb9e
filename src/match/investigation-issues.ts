import { type Candidate } from '../model/advisory.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';

/** A flaw that its publisher has not decided for a package, with the record that says so. */
export interface InvestigatedFlaw {
  readonly id: string;
  readonly candidate: Candidate;
  readonly found: Package;
}

/** Named one by one; the rest is counted. */
const mostNamed = 5;

/** One issue for each publisher: a flaw that is still being looked into is neither a finding nor "not affected". */
export function investigationIssues(flaws: readonly InvestigatedFlaw[]): readonly Issue[] {
  const bySource = new Map<string, Map<string, string>>();
  for (const { id, candidate, found } of flaws) {
    const names = bySource.get(candidate.advisory.sourceId) ?? new Map<string, string>();
    bySource.set(candidate.advisory.sourceId, names);
    if (!names.has(id)) names.set(id, `${id} (${found.name})`);
  }
  return [...bySource].sort(bySourceId).map(([source, names]) => {
    const shown = [...names.values()].sort();
    const more = shown.length > mostNamed ? ` and ${shown.length - mostNamed} more` : '';
    const what = shown.length === 1 ? '1 flaw is' : `${shown.length} flaws are`;
    return makeIssue(
      'FLAW_UNDER_INVESTIGATION',
      'match',
      `${what} under investigation per ${source}: ${shown.slice(0, mostNamed).join(', ')}${more}`,
    );
  });
}

function bySourceId([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
