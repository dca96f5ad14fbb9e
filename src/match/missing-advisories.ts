import { formatShardName } from '../model/advisory-key.ts';
import { ecosystem, type EcosystemId } from '../model/ecosystem.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';

/** Whether there are advisories for an ecosystem and release; each is asked of the store once. */
export type Coverage = (id: EcosystemId, release: string | undefined) => boolean;

export function rememberCoverage(covers: Coverage): Coverage {
  const answers = new Map<string, boolean>();
  return (id, release) => {
    const key = formatShardName(id, release);
    const answer = answers.get(key) ?? covers(id, release);
    answers.set(key, answer);
    return answer;
  };
}

/** One issue for each ecosystem and release that nothing is known about, with the number of packages. What is not there, or only claimed, does not count. */
export function missingAdvisories(packages: readonly Package[], covers: Coverage): readonly Issue[] {
  const counts = new Map<string, { readonly found: Package; count: number }>();
  for (const found of packages) {
    if (found.evidence === 'claimed' || found.evidence === 'orphan' || covers(found.ecosystem, found.release)) continue;
    const key = formatShardName(found.ecosystem, found.release);
    const entry = counts.get(key) ?? { found, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return Array.from(counts.values(), ({ found, count }) => makeIssue('ADVISORIES_MISSING', 'match', describe(found, count)));
}

function describe({ ecosystem: id, release }: Package, count: number): string {
  const row = ecosystem(id);
  const isReleaseUnknown = release === undefined && row.distribution !== undefined && row.distribution.release !== 'rolling';
  const name = release === undefined ? row.displayName : `${row.displayName} ${release}`;
  const packages = count === 1 ? '1 package was' : `${count} packages were`;
  return `no advisories for ${name}${isReleaseUnknown ? ' of an unknown release' : ''}: ${packages} not looked at`;
}
