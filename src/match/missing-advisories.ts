import { formatShardName } from '../model/advisory-key.ts';
import { type Coverage } from '../model/advisory.ts';
import { ecosystem, type EcosystemId } from '../model/ecosystem.ts';
import { isKernelPackage } from './not-applicable.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';

/** What the store knows of an ecosystem and release; each is asked of the store once. */
export type CoverageOf = (id: EcosystemId, release: string | undefined) => Coverage;

export function rememberCoverage(coverageOf: CoverageOf): CoverageOf {
  const answers = new Map<string, Coverage>();
  return (id, release) => {
    const key = formatShardName(id, release);
    const answer = answers.get(key) ?? coverageOf(id, release);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * One issue for each ecosystem and release that is not covered, with the number of its packages. Packages that are not there, only claimed, or of a kernel, do not count; nor do those whose files
 * a package of the distribution owns, because the distribution's advisories speak for them.
 */
export function missingAdvisories(packages: readonly Package[], coverageOf: CoverageOf): readonly Issue[] {
  const byId = new Map(packages.map((each) => [each.id, each]));
  const counts = new Map<string, { readonly found: Package; readonly coverage: Coverage; count: number }>();
  for (const found of packages) {
    if (found.evidence === 'claimed' || found.evidence === 'orphan' || isKernelPackage(found)) continue;
    const coverage = coverageOf(found.ecosystem, found.release);
    if (coverage === 'covered' || isSpokenFor(byId.get(found.ownedBy ?? ''))) continue;
    const key = formatShardName(found.ecosystem, found.release);
    const entry = counts.get(key) ?? { found, coverage, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return Array.from(counts.values(), ({ found, coverage, count }) =>
    makeIssue('ADVISORIES_MISSING', 'match', describe(found, coverage, count)),
  );
}

function isSpokenFor(owner: Package | undefined): boolean {
  return owner !== undefined && ecosystem(owner.ecosystem).distribution !== undefined && owner.supplier === undefined;
}

function describe({ ecosystem: id, release }: Package, coverage: Coverage, count: number): string {
  const row = ecosystem(id);
  const isReleaseUnknown = release === undefined && row.distribution !== undefined && row.distribution.release !== 'rolling';
  const name = release === undefined ? row.displayName : `${row.displayName} ${release}`;
  const place = isReleaseUnknown ? `${name} of an unknown release` : name;
  const packages = count === 1 ? '1 package' : `${count} packages`;
  return coverage === 'none'
    ? `no advisories for ${place}: ${packages} not scanned`
    : `too few advisories for ${place}, which no source tracks: ${packages} not fully scanned`;
}
