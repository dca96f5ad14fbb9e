import { type AffectedSymbols } from '../model/advisory.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { compareReach, type PackageReach } from '../model/reach.ts';
import { type ReachedPackages } from './reach-packages.ts';

type Functions = Pick<ReachedPackages, 'packages' | 'hasFunctions'>;

/** Findings with what is known of their packages: of several copies of one, the state that counts most. As they are, where nobody asked. */
export function labelFindings(
  findings: readonly VulnerabilityFinding[],
  reach: ReachedPackages | undefined,
): readonly VulnerabilityFinding[] {
  if (reach === undefined) return findings;
  return findings.map((finding) => ({ ...finding, reach: reachOfFinding(finding, reach) }));
}

/** The state of its package, or not referenced, where no program that has it has the functions that the advisory names. */
export function reachOfFinding({ packageId, otherPackageIds, advisory }: VulnerabilityFinding, reached: Functions): PackageReach {
  const states = [packageId, ...otherPackageIds].map((id) => reachOfCopy(id, advisory.symbols ?? [], reached));
  return states.sort((a, b) => compareReach(a.state, b.state))[0] ?? notExamined;
}

function reachOfCopy(id: string, symbols: readonly AffectedSymbols[], { packages, hasFunctions }: Functions): PackageReach {
  const found = packages.get(id) ?? notExamined;
  if (found.state === 'not-referenced' || symbols.length === 0 || hasFunctions(id, symbols) !== false) return found;
  const names = symbols.flatMap(({ path, symbols: some }) => (some.length === 0 ? [path] : some.map((name) => `${path}.${name}`)));
  return { state: 'not-referenced', reason: `the program has none of the functions that the advisory names (${listOf(names)})` };
}

function listOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

const notExamined: PackageReach = { state: 'unknown', reason: 'it was not examined' };
