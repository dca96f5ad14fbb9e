import { type Candidate } from '../model/advisory.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Flaw } from './resolve-flaws.ts';

/** Every other id of a flaw, sorted: without ids that another record of the same package is known by, which OSV's transitive alias groups mix in. */
export function ownAliases(flaw: Flaw, candidates: readonly Candidate[]): readonly string[] {
  const aliases = new Set<string>();
  const recordIds = new Set<string>();
  for (const { candidate } of flaw.records) {
    const { advisory } = candidate;
    if (advisory.covers.length > 0) continue;
    recordIds.add(advisory.id);
    aliases.add(advisory.id);
    for (const alias of advisory.aliases) aliases.add(alias);
  }
  const others = [...aliases].filter((alias) => !alias.endsWith(flaw.id));
  // Most flaws have one id, and who claims which is work for all records of the package.
  if (others.length === 0) return others;
  const claims = claimsOf(candidates);
  const isOthers = (alias: string): boolean => claims.get(alias)?.some((recordId) => !recordIds.has(recordId)) === true;
  return others.filter((alias) => !isOthers(alias)).sort();
}

/** Worked out once for the records of a package, which all of its flaws ask: some packages have hundreds of both. */
const claimsByCandidates = new WeakMap<readonly Candidate[], ReadonlyMap<string, readonly string[]>>();

/** Which records are known by an id: their own or that of their flaw. */
function claimsOf(candidates: readonly Candidate[]): ReadonlyMap<string, readonly string[]> {
  const known = claimsByCandidates.get(candidates);
  if (known !== undefined) return known;
  const claims = new Map<string, string[]>();
  for (const { advisory } of candidates) {
    if (advisory.covers.length > 0) continue;
    for (const id of new Set([advisory.id, flawIdOf(advisory)])) {
      const claimants = claims.get(id);
      if (claimants === undefined) claims.set(id, [advisory.id]);
      else claimants.push(advisory.id);
    }
  }
  claimsByCandidates.set(candidates, claims);
  return claims;
}
