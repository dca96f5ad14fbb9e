import { isCve } from './flaw-id.ts';
import { type Flaw } from './resolve-flaws.ts';

/**
 * Joins a flaw that has no CVE to the one that names it, when both are fixed by the same version. Sharing any alias is not enough: OSV merges
 * alias groups transitively, and two flaws of one package would become one (GHSA-r5fr-rjxr-66jc lists CVE-2021-23337, which is another).
 */
export function mergeAliases(flaws: readonly Flaw[], fixOf: (flaw: Flaw) => string | undefined): readonly Flaw[] {
  if (flaws.length < 2 || flaws.every((flaw) => isCve(flaw.id))) return flaws;
  const merged = flaws.filter((flaw) => isCve(flaw.id));
  for (const flaw of flaws) {
    if (isCve(flaw.id)) continue;
    const at = merged.findIndex((other) => areSame(flaw, other) && fixOf(flaw) === fixOf(other));
    if (at < 0) merged.push(flaw);
    else merged[at] = join(merged[at]!, flaw);
  }
  return merged;
}

function areSame(a: Flaw, b: Flaw): boolean {
  return names(a, b) || names(b, a);
}

function names(a: Flaw, b: Flaw): boolean {
  return a.records.some(({ candidate }) => {
    const { aliases, covers } = candidate.advisory;
    return covers.length === 0 && b.deciding.some((other) => aliases.includes(other.candidate.advisory.id));
  });
}

function join(kept: Flaw, joined: Flaw): Flaw {
  return { id: kept.id, deciding: [...kept.deciding, ...joined.deciding], records: [...kept.records, ...joined.records] };
}
