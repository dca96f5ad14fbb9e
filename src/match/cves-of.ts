import { type Candidate } from '../model/advisory.ts';
import { flawIdOf, isCve } from './flaw-id.ts';

/** Every CVE that a finding of these candidates could be named by, sorted, so that enrichment is asked in one round trip. */
export function cvesOf(candidates: ReadonlyMap<string, readonly Candidate[]>): readonly string[] {
  const cves = new Set<string>();
  for (const list of candidates.values()) for (const { advisory } of list) addCves(cves, advisory);
  return [...cves].sort();
}

function addCves(cves: Set<string>, advisory: Candidate['advisory']): void {
  const own = flawIdOf(advisory);
  if (isCve(own)) cves.add(own);
  for (const covered of advisory.covers) if (isCve(covered)) cves.add(covered);
}
