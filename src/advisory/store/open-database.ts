import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { formatAdvisoryKey, formatShardName } from '../../model/advisory-key.ts';
import { factsInMemory, type AdvisoryKey, type Coverage, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { toDigest, type Digest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type AdvisoryStore } from './advisory-store.ts';
import { enrichmentShardName, findEnrichment } from './cve-facts.ts';
import { readManifest, type DatabaseManifest, type ShardEntry } from './database-manifest.ts';
import { coverageByShard } from './shard-coverage.ts';
import { AdvisoryShard } from './advisory-shard.ts';
import { ShardFile } from './shard-file.ts';

/**
 * Opens the database in a directory: reads its manifest, and each shard when it is first asked. Rejects with DATABASE_NOT_FOUND,
 * DATABASE_DAMAGED or DATABASE_VERSION.
 *
 * `find` and `enrich` reject with the last two, naming the shard; to get the results of other shards, look up each shard separately.
 */
export function openDatabase(directory: string, runtime: Runtime): Promise<AdvisoryStore> {
  return new Promise((fulfil) => fulfil(openGenerationOf(directory, readManifest(directory), runtime)));
}

/** One generation of a database, by its manifest. */
export function openGenerationOf(directory: string, manifest: DatabaseManifest, runtime: Runtime): AdvisoryStore {
  return new ShardStore(resolve(directory), manifest, runtime);
}

const nothing = factsInMemory([]);

/** Holds the files open until it is disposed. */
class ShardStore implements AdvisoryStore {
  readonly kind = 'database';
  readonly builtAt: Date;
  readonly digest: Digest;
  readonly #directory: string;
  readonly #manifest: DatabaseManifest;
  readonly #runtime: Runtime;
  readonly #entries: ReadonlyMap<string, DatabaseManifest['shards'][number]>;
  readonly #open = new Map<string, AdvisoryShard>();
  #enrichment: ShardFile | undefined;
  #coverage: ReadonlyMap<string, Coverage> | undefined;

  constructor(directory: string, manifest: DatabaseManifest, runtime: Runtime) {
    this.#directory = directory;
    this.#manifest = manifest;
    this.#runtime = runtime;
    this.builtAt = new Date(manifest.builtAt);
    this.digest = toDigest('sha256', createHash('sha256').update(JSON.stringify(manifest)).digest('hex'));
    this.#entries = new Map(manifest.shards.map((entry) => [entry.name, entry]));
  }

  coverage(ecosystem: EcosystemId, release: string | undefined): Coverage {
    this.#coverage ??= coverageByShard(this.#manifest);
    return this.#coverage.get(formatShardName(ecosystem, release)) ?? 'none';
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- reading is synchronous: the pages are in memory or a millisecond away
  async find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>> {
    const answer = new Map<string, KnownFacts>();
    for (const key of keys) {
      const text = formatAdvisoryKey(key);
      if (!answer.has(text)) answer.set(text, this.#shard(key)?.find(key.name) ?? nothing);
    }
    return answer;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>> {
    const answer = new Map<string, Enrichment>();
    const entry = this.#manifest.enrichment;
    if (entry === undefined || cves.length === 0) return answer;
    this.#enrichment ??= new ShardFile(join(this.#directory, entry.path), enrichmentShardName);
    for (const cve of cves) {
      const enrichment = findEnrichment(this.#enrichment, cve);
      if (enrichment !== undefined) answer.set(cve, enrichment);
    }
    return answer;
  }

  used(): AdvisoryDataUsed {
    const opened = this.#manifest.shards.filter((entry) => this.#open.has(entry.name));
    const { enrichment, sources } = this.#manifest;
    const shards: readonly ShardEntry[] = this.#enrichment === undefined || enrichment === undefined ? opened : [...opened, enrichment];
    const asked = new Set(
      [...opened, ...(this.#enrichment === undefined || enrichment === undefined ? [] : [enrichment])].flatMap((entry) => entry.sources),
    );
    return {
      kind: 'database',
      builtAt: this.builtAt,
      shards: shards.map(({ name, digest }) => ({ name, digest })),
      sources: sources
        .filter(({ id }) => asked.has(id))
        .map(({ id, asOf, newest, records }) => ({
          id,
          ...(asOf !== undefined && { asOf }),
          ...(newest !== undefined && { newest }),
          records,
        })),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const shard of this.#open.values()) shard[Symbol.dispose]();
    this.#open.clear();
    this.#enrichment?.[Symbol.dispose]();
    this.#enrichment = undefined;
    return Promise.resolve();
  }

  #shard(key: AdvisoryKey): AdvisoryShard | undefined {
    const name = formatShardName(key.ecosystem, key.release);
    const open = this.#open.get(name);
    if (open !== undefined) return open;
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    const shard = new AdvisoryShard(join(this.#directory, entry.path), name, entry);
    this.#open.set(name, shard);
    this.#runtime.log.debug('shard opened', { name, digest: entry.digest });
    return shard;
  }
}
