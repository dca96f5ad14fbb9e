import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { advisoryKeysOf } from '../match/advisory-keys.ts';
import { formatAdvisoryKey, formatShardName } from '../model/advisory-key.ts';
import { type AdvisoryKey, type Candidate, type Enrichment, type KnownFacts } from '../model/advisory.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { PratiqueError } from '../model/pratique-error.ts';

export interface FoundFacts {
  readonly facts: ReadonlyMap<string, KnownFacts>;
  /** Advisories that could not be read, when the facts have been used; those of other ecosystems answered all the same. */
  issues(): readonly Issue[];
}

/** Looks up every package in the store, one shard after the other, so that a damaged shard affects only its own packages. */
export async function findFacts(packages: readonly Package[], store: AdvisoryStore): Promise<FoundFacts> {
  const facts = new Map<string, KnownFacts>();
  const failures = new Map<string, { readonly error: PratiqueError; readonly keys: Set<string> }>();
  const fail = (shard: string, error: unknown, keys: readonly string[]): void => {
    if (!(error instanceof PratiqueError)) throw error;
    const failure = failures.get(shard) ?? { error, keys: new Set() };
    for (const key of keys) failure.keys.add(key);
    failures.set(shard, failure);
  };
  for (const [shard, keys] of groupByShard(packages)) {
    try {
      for (const [key, known] of await store.find(keys))
        facts.set(
          key,
          guarded(known, (error) => fail(shard, error, [key])),
        );
    } catch (error) {
      fail(shard, error, keys.map(formatAdvisoryKey));
    }
  }
  const issues = (): readonly Issue[] =>
    Array.from(failures, ([shard, { error, keys }]) => unreadable(error, `${keys.size} package names of ${shard} were not matched`));
  return { facts, issues };
}

/** Known exploitation and exploit prediction for CVEs. Without them nothing is missed, only ranked less well. */
export async function findEnrichments(
  cves: readonly string[],
  store: AdvisoryStore,
): Promise<{ readonly enrichments: ReadonlyMap<string, Enrichment>; readonly issues: readonly Issue[] }> {
  try {
    return { enrichments: await store.enrich(cves), issues: [] };
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return { enrichments: new Map(), issues: [unreadable(error, 'known exploited vulnerabilities were not looked up')] };
  }
}

function groupByShard(packages: readonly Package[]): ReadonlyMap<string, readonly AdvisoryKey[]> {
  const groups = new Map<string, AdvisoryKey[]>();
  for (const key of packages.flatMap(advisoryKeysOf)) {
    const shard = formatShardName(key.ecosystem, key.release);
    const group = groups.get(shard);
    if (group === undefined) groups.set(shard, [key]);
    else group.push(key);
  }
  return groups;
}

/** Facts are read on demand; what cannot be read then becomes an issue. */
function guarded(known: KnownFacts, onFailure: (error: unknown) => void): KnownFacts {
  const attempt = (read: () => readonly Candidate[]): readonly Candidate[] => {
    try {
      return read();
    } catch (error) {
      onFailure(error);
      return [];
    }
  };
  return { all: () => attempt(() => known.all()), unsettled: (isSettled) => attempt(() => known.unsettled(isSettled)) };
}

function unreadable(error: PratiqueError, consequence: string): Issue {
  return makeIssue('ADVISORIES_UNREADABLE', 'advisories', `${error.message}; ${consequence}`);
}
