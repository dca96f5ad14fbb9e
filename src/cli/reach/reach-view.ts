import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { reachOfFinding } from '../../scan/label-findings.ts';
import { compareReach, type PackageReach, type ReachState } from '../../model/reach.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Reach } from '../../reach/reach-image.ts';

export interface ReachedPackage {
  readonly package: Package;
  readonly reach: PackageReach;
  readonly findings: readonly VulnerabilityFinding[];
}

/** What every format shows. */
export interface ReachView {
  readonly report: ScanReport;
  readonly reach: Reach;
  /** Loaded first, unknown before loadable; in order of their names. */
  readonly packages: readonly ReachedPackage[];
  readonly findingCounts: Readonly<Record<ReachState, number>>;
  /** Names of packages whose way is asked for. */
  readonly chosen: readonly string[];
}

export function makeReachView(report: ScanReport, reach: Reach, chosen: readonly string[]): ReachView {
  const findings = new Map<string, VulnerabilityFinding[]>();
  const findingCounts: Record<ReachState, number> = { loaded: 0, loadable: 0, 'not-referenced': 0, unknown: 0 };
  for (const finding of report.findings) {
    if (finding.kind !== 'vulnerability') continue;
    findingCounts[stateOf(finding, reach)]++;
    for (const id of [finding.packageId, ...finding.otherPackageIds]) findings.set(id, [...(findings.get(id) ?? []), finding]);
  }
  const packages = report.packages.map((one) => ({
    package: one,
    reach: reach.packages.get(one.id) ?? unknown,
    findings: findings.get(one.id) ?? [],
  }));
  packages.sort((a, b) => compareReach(a.reach.state, b.reach.state) || compareTexts(a.package.name, b.package.name));
  return { report, reach, packages, findingCounts, chosen };
}

/** The one that counts of all copies of its package. */
export function stateOf(finding: VulnerabilityFinding, reach: Reach): ReachState {
  return reachOfFinding(finding, reach).state;
}

const unknown: PackageReach = { state: 'unknown', reason: 'it was not examined' };

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
