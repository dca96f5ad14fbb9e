import { createHash } from 'node:crypto';
import { factsInMemory, type AdvisoryKey, type Coverage, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { formatAdvisoryKey, formatShardName } from '../../model/advisory-key.ts';
import { toDigest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type AdvisoryStore } from '../store/advisory-store.ts';
import { parseStarterRows, type StarterFacts } from './parse-starter-rows.ts';
import { starterRows } from './starter-rows.ts';

/** The newest record that the list was made from. */
const builtAt = new Date('2026-09-10T00:00:00Z');

/**
 * The few hundred facts inside the program, so that a first scan shows something real without a database. It covers npm, one Debian release
 * and three Alpine branches, and only their well-known packages; a report based on it must say so.
 */
export function openStarterStore(): AdvisoryStore {
  return new StarterStore(parseStarterRows(starterRows));
}

class StarterStore implements AdvisoryStore {
  readonly kind = 'starter';
  readonly builtAt = builtAt;
  readonly digest = toDigest('sha256', createHash('sha256').update(JSON.stringify(starterRows)).digest('hex'));
  readonly #facts: StarterFacts;

  constructor(facts: StarterFacts) {
    this.#facts = facts;
  }

  coverage(ecosystem: EcosystemId, release: string | undefined): Coverage {
    return this.#facts.shards.has(formatShardName(ecosystem, release)) ? 'covered' : 'none';
  }

  find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>> {
    const names = keys.map(formatAdvisoryKey);
    return Promise.resolve(new Map(names.map((name) => [name, factsInMemory(this.#facts.candidates.get(name) ?? [])])));
  }

  enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>> {
    const { exploitedOn } = this.#facts;
    const known = cves.filter((cve) => exploitedOn.has(cve));
    return Promise.resolve(new Map(known.map((cve) => [cve, { knownExploited: { addedOn: exploitedOn.get(cve)!, isRansomware: false } }])));
  }

  used(): AdvisoryDataUsed {
    const sources = [{ id: 'starter', asOf: builtAt.toISOString(), records: this.#facts.records }];
    return { kind: 'starter', builtAt, shards: [], sources };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
