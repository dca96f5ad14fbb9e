import { type Candidate } from '../model/advisory.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Flaw } from './resolve-flaws.ts';

/** Every other id of a flaw, sorted: without ids that another record of the same package is known by, which OSV's transitive alias groups mix in. */
export function ownAliases(flaw: Flaw, candidates: readonly Candidate[]): readonly string[] {
  const others = otherIds(flaw);
  // Most flaws have one id, and who claims which is work for all records of the package.
  if (others === undefined) return none;
  const claims = claimsOf(candidates);
  const recordIds = new Set(flaw.records.filter(isNoBulletin).map(({ candidate }) => candidate.advisory.id));
  const isOthers = (alias: string): boolean => claims.get(alias)?.some((recordId) => !recordIds.has(recordId)) === true;
  return [...others].filter((alias) => !isOthers(alias)).sort();
}

const none: readonly string[] = [];

/** Other ids of its records, without those of bulletins. */
function otherIds({ id: own, records }: Flaw): ReadonlySet<string> | undefined {
  let others: Set<string> | undefined;
  for (const { candidate } of records) {
    const { id, aliases, covers } = candidate.advisory;
    if (covers.length > 0) continue;
    if (!id.endsWith(own)) (others ??= new Set()).add(id);
    for (const alias of aliases) if (!alias.endsWith(own)) (others ??= new Set()).add(alias);
  }
  return others;
}

function isNoBulletin({ candidate }: Flaw['records'][number]): boolean {
  return candidate.advisory.covers.length === 0;
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
