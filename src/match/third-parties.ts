import { formatShardName } from '../model/advisory-key.ts';
import { type KnownFacts } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { candidateKeyOf } from './advisory-keys.ts';
import { matcherOf } from './matchers.ts';
import { type CoverageOf } from './missing-advisories.ts';

/** Whether a package of a distribution's database was published by somebody else: docs/adr/0041. */
export function isOfThirdParty(found: Package): boolean {
  return found.supplier !== undefined && ecosystem(found.ecosystem).distribution !== undefined;
}

interface ThirdPartyQuestion {
  readonly packages: readonly Package[];
  readonly facts: ReadonlyMap<string, KnownFacts>;
  readonly coverageOf: CoverageOf;
  readonly isStarter?: boolean;
}

/**
 * One issue for the packages of third parties that the distribution's records were compared with, and one for those that no record is about. Versions
 * of two publishers have no common order, so that neither an answer "fixed" nor silence says that such a package is clean.
 */
export function thirdPartyIssues({ packages, facts, coverageOf, isStarter = false }: ThirdPartyQuestion): readonly Issue[] {
  const groups = new Map<string, { readonly place: string; readonly compared: Package[]; readonly unknown: Package[] }>();
  for (const found of packages) {
    if (!isOfThirdParty(found) || found.evidence === 'claimed' || found.evidence === 'orphan') continue;
    // Without advisories nothing is said of any package, which is an issue of its own.
    if (coverageOf(found.ecosystem, found.release) !== 'covered') continue;
    const key = formatShardName(found.ecosystem, found.release);
    const group = groups.get(key) ?? { place: ecosystem(found.ecosystem).displayName, compared: [], unknown: [] };
    groups.set(key, group);
    (isStarter || isSpokenOf(found, facts) ? group.compared : group.unknown).push(found);
  }
  return [...groups.values()].flatMap(({ place, compared, unknown }) => [
    ...(unknown.length === 0 ? [] : [unknownIssue(place, unknown)]),
    ...(compared.length === 0 ? [] : [comparedIssue(place, compared)]),
  ]);
}

/** Whether a record of the distribution is about this very package, whatever it says: one of another module or architecture is not. */
function isSpokenOf(found: Package, facts: ReadonlyMap<string, KnownFacts>): boolean {
  const candidates = facts.get(candidateKeyOf(found))?.all() ?? [];
  return candidates.length > 0 && matcherOf(found.ecosystem).match(found, candidates).length > 0;
}

function unknownIssue(place: string, packages: readonly Package[]): Issue {
  const are = packages.length === 1 ? 'is' : 'are';
  const message = `no advisories for ${countOf(packages)} that ${are} not from ${place}: ${namesOf(packages)}`;
  return makeIssue('ADVISORIES_MISSING', 'match', message, { contentKind: 'third-party' });
}

function comparedIssue(place: string, packages: readonly Package[]): Issue {
  const are = packages.length === 1 ? 'is' : 'are';
  const message = `${countOf(packages)} ${are} not from ${place}, so its advisories may not apply: ${namesOf(packages)}`;
  return makeIssue('THIRD_PARTY_PACKAGES', 'match', message);
}

function countOf(packages: readonly Package[]): string {
  return packages.length === 1 ? '1 package' : `${packages.length} packages`;
}

/** `docker-ce, docker-ce-cli (Docker), gh (GitHub)`; the first few names of each publisher, the rest as a count. */
function namesOf(packages: readonly Package[]): string {
  const bySupplier = new Map<string, Set<string>>();
  for (const { name, supplier = '' } of packages) bySupplier.set(supplier, (bySupplier.get(supplier) ?? new Set()).add(name));
  const parts = [...bySupplier]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplier, names]) => {
      const sorted = [...names].sort();
      const more = sorted.length > namesOfOne ? ` and ${sorted.length - namesOfOne} more` : '';
      return `${sorted.slice(0, namesOfOne).join(', ')}${more} (${supplier === 'unknown' ? 'unknown publisher' : supplier})`;
    });
  const more = parts.length > suppliersNamed ? `, and packages of ${parts.length - suppliersNamed} more publishers` : '';
  return parts.slice(0, suppliersNamed).join(', ') + more;
}

const namesOfOne = 4;
const suppliersNamed = 8;
