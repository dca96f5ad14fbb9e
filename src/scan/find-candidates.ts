import { type AdvisoryStore } from '../advisory/advisory-store.ts';
import { advisoryKeysOf } from '../match/advisory-keys.ts';
import { formatShardName } from '../model/advisory-key.ts';
import { type AdvisoryKey, type Candidate, type Enrichment } from '../model/advisory.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { PratiqueError } from '../model/pratique-error.ts';

export interface FoundCandidates {
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  /** Advisories that could not be read; those of other ecosystems answered all the same. */
  readonly issues: readonly Issue[];
}

/** Asks the store about every package, one shard after the other, so that a damaged one costs its own answers and no more. */
export async function findCandidates(packages: readonly Package[], store: AdvisoryStore): Promise<FoundCandidates> {
  const candidates = new Map<string, readonly Candidate[]>();
  const issues: Issue[] = [];
  for (const [shard, keys] of groupByShard(packages)) {
    try {
      for (const [key, found] of await store.find(keys)) candidates.set(key, found);
    } catch (error) {
      issues.push(unreadable(error, `${keys.length} package names of ${shard} were not matched`));
    }
  }
  return { candidates, issues };
}

/** Known exploitation and exploit prediction for CVEs. Without them nothing is missed, only ranked less well. */
export async function findEnrichments(
  cves: readonly string[],
  store: AdvisoryStore,
): Promise<{ readonly enrichments: ReadonlyMap<string, Enrichment>; readonly issues: readonly Issue[] }> {
  try {
    return { enrichments: await store.enrich(cves), issues: [] };
  } catch (error) {
    return { enrichments: new Map(), issues: [unreadable(error, 'known exploitation was not looked up')] };
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

function unreadable(error: unknown, consequence: string): Issue {
  if (!(error instanceof PratiqueError)) throw error;
  return makeIssue('ADVISORIES_UNREADABLE', 'advisories', `${error.message}; ${consequence}`);
}
