import { createHash } from 'node:crypto';
import { formatAdvisoryKey, formatShardName } from '../../model/advisory-key.ts';
import { factsInMemory, type AdvisoryKey, type Coverage, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { toDigest, type Digest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type AdvisoryDataUsed, type AdvisorySourceUsed } from '../../model/report.ts';
import { type AdvisoryStore } from './advisory-store.ts';

/** A store with the name that distinguishes it from the others. */
export interface NamedStore {
  readonly name: string;
  readonly store: AdvisoryStore;
}

/**
 * Several databases as one. About an ecosystem and release the first that covers it answers, or else the first that mentions it. What is known of a
 * CVE is put together from all of them, where the first that has a kind of fact counts.
 */
export function mergeStores(stores: readonly NamedStore[]): AdvisoryStore {
  return new MergedStore(stores);
}

const nothing = factsInMemory([]);
const coverages: readonly Coverage[] = ['covered', 'mentioned'];

class MergedStore implements AdvisoryStore {
  readonly kind = 'database';
  readonly builtAt: Date;
  readonly digest: Digest;
  readonly #stores: readonly NamedStore[];
  readonly #answering = new Map<string, AdvisoryStore | undefined>();

  constructor(stores: readonly NamedStore[]) {
    this.#stores = stores;
    this.builtAt = new Date(Math.max(0, ...stores.map(({ store }) => store.builtAt.getTime())));
    const parts = stores.map(({ name, store }) => [name, store.digest]);
    this.digest = toDigest('sha256', createHash('sha256').update(JSON.stringify(parts)).digest('hex'));
  }

  coverage(ecosystem: EcosystemId, release: string | undefined): Coverage {
    return this.#storeFor(ecosystem, release)?.coverage(ecosystem, release) ?? 'none';
  }

  async find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>> {
    const answer = new Map<string, KnownFacts>(keys.map((key) => [formatAdvisoryKey(key), nothing]));
    const groups = new Map<AdvisoryStore, AdvisoryKey[]>();
    for (const key of keys) {
      const store = this.#storeFor(key.ecosystem, key.release);
      if (store !== undefined) groups.set(store, [...(groups.get(store) ?? []), key]);
    }
    for (const [store, ofStore] of groups) for (const [key, facts] of await store.find(ofStore)) answer.set(key, facts);
    return answer;
  }

  async enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>> {
    const answer = new Map<string, Enrichment>();
    for (const { store } of this.#stores)
      for (const [cve, enrichment] of await store.enrich(cves)) answer.set(cve, { ...enrichment, ...answer.get(cve) });
    return answer;
  }

  used(): AdvisoryDataUsed {
    const used = this.#stores.map(({ name, store }) => ({ name, data: store.used() }));
    return {
      kind: 'database',
      builtAt: this.builtAt,
      shards: used.flatMap(({ name, data }) =>
        data.shards.map((shard) => ({ ...shard, name: shard.name === name ? name : nameWithin(name, shard.name) })),
      ),
      sources: mergeSources(used.flatMap(({ data }) => data.sources)),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { store } of this.#stores) await store[Symbol.asyncDispose]();
  }

  #storeFor(ecosystem: EcosystemId, release: string | undefined): AdvisoryStore | undefined {
    const shard = formatShardName(ecosystem, release);
    if (this.#answering.has(shard)) return this.#answering.get(shard);
    const [found] = coverages.flatMap((wanted) => this.#stores.filter(({ store }) => store.coverage(ecosystem, release) === wanted));
    this.#answering.set(shard, found?.store);
    return found?.store;
  }
}

/** Each database has facts about CVEs of its own: `npm/cve`. */
function nameWithin(database: string, shard: string): string {
  return shard === 'cve' ? `${database}/${shard}` : shard;
}

/** One publisher may be in several; the older of its dates counts. */
function mergeSources(sources: readonly AdvisorySourceUsed[]): readonly AdvisorySourceUsed[] {
  const byId = new Map<string, AdvisorySourceUsed>();
  for (const source of sources) {
    const known = byId.get(source.id);
    if (known === undefined || dateOf(source) < dateOf(known)) byId.set(source.id, source);
  }
  return [...byId.values()];
}

function dateOf({ asOf, newest }: AdvisorySourceUsed): string {
  return asOf ?? newest ?? '';
}
