import { type AffectedSymbols } from '../model/advisory.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { compareReach, type PackageReach } from '../model/reach.ts';
import { type GoNames } from '../reach/facts/go-functions.ts';
import { hasGoFunctions } from '../reach/go/has-go-functions.ts';
import { type ReachedPackages } from './reach-packages.ts';

/** By package id. */
export interface KnownReach {
  readonly packages: ReadonlyMap<string, PackageReach>;
  readonly goNames: ReadonlyMap<string, readonly GoNames[]>;
}

/** Findings with what is known of their packages: of several copies of one, the state that counts most. As they are, where nobody asked. */
export function labelFindings(
  findings: readonly VulnerabilityFinding[],
  reached: ReachedPackages | undefined,
): readonly VulnerabilityFinding[] {
  if (reached === undefined) return findings;
  const { packages, goPrograms, goProgramsOf } = reached;
  const known: KnownReach = {
    packages: new Map(packages),
    goNames: new Map(goProgramsOf.map(([id, at]) => [id, at.flatMap((each) => goPrograms[each] ?? [])] as const)),
  };
  return findings.map((finding) => ({ ...finding, reach: reachOfFinding(finding, known) }));
}

/** The state of its package, or not referenced, where no program that has it has the functions that the advisory names. */
export function reachOfFinding({ packageId, otherPackageIds, advisory }: VulnerabilityFinding, known: KnownReach): PackageReach {
  const states = [packageId, ...otherPackageIds].map((id) => reachOfCopy(id, advisory.symbols ?? [], known));
  return states.sort((a, b) => compareReach(a.state, b.state))[0] ?? notExamined;
}

function reachOfCopy(id: string, symbols: readonly AffectedSymbols[], { packages, goNames }: KnownReach): PackageReach {
  const found = packages.get(id) ?? notExamined;
  const programs = goNames.get(id) ?? [];
  if (found.state === 'not-referenced' || symbols.length === 0 || programs.length === 0) return found;
  if (programs.some((names) => hasGoFunctions(names, symbols))) return found;
  const functions = symbols.flatMap(({ path, symbols: some }) => (some.length === 0 ? [path] : some.map((name) => `${path}.${name}`)));
  return { state: 'not-referenced', reason: `the program has none of the functions that the advisory names (${listOf(functions)})` };
}

function listOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

const notExamined: PackageReach = { state: 'unknown', reason: 'it was not examined' };
