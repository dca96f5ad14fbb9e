import { type Candidate } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';
import { type VersionScheme } from '../model/version-scheme.ts';
import { isInRange } from '../version/range.ts';
import { versionSchemes } from '../version/version-schemes.ts';
import { advisoryVersionOf } from './advisory-keys.ts';
import { type Matcher } from './matcher.ts';
import { resolveFlaws, type Flaw } from './resolve-flaws.ts';

/** The lowest published fix above the installed version that no deciding record calls affected: on the installed line where there are several. */
export function findFix(found: Package, flaw: Flaw): string | undefined {
  const version = advisoryVersionOf(found);
  const scheme = schemeOf(found);
  if (version === undefined || !scheme.isValid(version)) return undefined;
  let lowest: string | undefined;
  for (const { candidate } of flaw.deciding) {
    for (const { fixed } of candidate.affected.ranges) {
      if (fixed === undefined || !scheme.isValid(fixed) || scheme.compare(fixed, version) <= 0) continue;
      if (lowest !== undefined && scheme.compare(fixed, lowest) >= 0) continue;
      if (!isStillAffected(scheme, fixed, flaw)) lowest = fixed;
    }
  }
  return lowest;
}

function isStillAffected(scheme: VersionScheme, version: string, flaw: Flaw): boolean {
  return flaw.deciding.some(({ candidate }) => candidate.affected.ranges.some((range) => isInRange(scheme, version, range) !== 'outside'));
}

/** Fixes of one flaw may be open to another; each round looks again at the version reached, and versions only go up. */
const maxRounds = 8;

/** The lowest version known to fix everything that can be fixed, also what only a fix on another line would open. */
export function findUpgrade(
  found: Package,
  matcher: Matcher,
  candidates: readonly Candidate[],
  fixes: readonly string[],
): string | undefined {
  const scheme = schemeOf(found);
  let target = highest(scheme, fixes);
  for (let round = 0; target !== undefined && round < maxRounds; round++) {
    const upgraded = atVersion(found, target);
    const { flaws } = resolveFlaws(target, matcher.match(upgraded, candidates));
    const next = highest(
      scheme,
      flaws.map((flaw) => findFix(upgraded, flaw)).filter((fix) => fix !== undefined),
    );
    if (next === undefined) return target;
    target = next;
  }
  return target;
}

function highest(scheme: VersionScheme, versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (best, version) => (best === undefined || scheme.compare(version, best) > 0 ? version : best),
    undefined,
  );
}

function atVersion(found: Package, version: string): Package {
  return found.source === undefined ? { ...found, version } : { ...found, version, source: { name: found.source.name, version } };
}

function schemeOf(found: Package): VersionScheme {
  return versionSchemes[ecosystem(found.ecosystem).versionScheme];
}
