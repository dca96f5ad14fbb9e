import { type Candidate, type KnownFacts } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';
import { candidateKeysOf } from './advisory-keys.ts';
import { flawIdOf, isCve } from './flaw-id.ts';

/** What a distribution has on record about the packages it ships, so that it is heard before upstream about files it owns. */
export interface DistributionVoice {
  /** The distribution package that owns a language package's files; `undefined` when none of the report does. */
  ownerOf(found: Package): Package | undefined;
  /** Ids of flaws that the distribution has a record of for the owner's source package, whatever the record says. */
  knownFlaws(owner: Package): ReadonlySet<string>;
}

export function openDistributionVoice(packages: readonly Package[], facts: ReadonlyMap<string, KnownFacts>): DistributionVoice {
  let byId: ReadonlyMap<string, Package> | undefined;
  const known = new Map<string, ReadonlySet<string>>();
  return {
    ownerOf(found) {
      if (found.ownedBy === undefined || ecosystem(found.ecosystem).distribution !== undefined) return undefined;
      byId ??= new Map(packages.map((each) => [each.id, each]));
      const owner = byId.get(found.ownedBy);
      return owner !== undefined && ecosystem(owner.ecosystem).distribution !== undefined ? owner : undefined;
    },
    knownFlaws(owner) {
      const keys = candidateKeysOf(owner);
      const key = keys.join('\n');
      const ids = known.get(key) ?? flawIdsOf(keys.flatMap((each) => facts.get(each)?.all() ?? []));
      known.set(key, ids);
      return ids;
    },
  };
}

function flawIdsOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { advisory } of candidates) {
    ids.add(advisory.id).add(flawIdOf(advisory));
    for (const covered of advisory.covers) ids.add(covered);
    // Another CVE among the aliases may be another flaw; other publishers' ids are this one's.
    for (const alias of advisory.aliases) if (!isCve(alias)) ids.add(alias);
  }
  return ids;
}
