import { type VulnerabilityFinding } from '../model/finding.ts';
import { compareReach, type PackageReach } from '../model/reach.ts';
import { type ReachedPackages } from './reach-packages.ts';

/** Findings with what is known of their packages: of several copies of one, the state that counts most. As they are, where nobody asked. */
export function labelFindings(
  findings: readonly VulnerabilityFinding[],
  reach: ReachedPackages | undefined,
): readonly VulnerabilityFinding[] {
  if (reach === undefined) return findings;
  return findings.map((finding) => ({ ...finding, reach: reachOf(finding, reach) }));
}

function reachOf({ packageId, otherPackageIds }: VulnerabilityFinding, { packages }: ReachedPackages): PackageReach {
  const states = [packageId, ...otherPackageIds].map((id) => packages.get(id) ?? notExamined);
  return states.sort((a, b) => compareReach(a.state, b.state))[0] ?? notExamined;
}

const notExamined: PackageReach = { state: 'unknown', reason: 'it was not examined' };
