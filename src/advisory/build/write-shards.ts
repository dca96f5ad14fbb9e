import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ecosystem } from '../../model/ecosystem.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { enrichmentShardName } from '../store/cve-facts.ts';
import { CveRatings, ratingsId } from './cve-ratings.ts';
import { type EnrichmentTable } from './enrichment-table.ts';
import { IdIndexBuilder } from './id-index-builder.ts';
import { idsShardName } from '../store/id-shard.ts';
import { type AdvisoryShardEntry, type EnrichmentShardEntry, type ShardEntry } from '../store/database-manifest.ts';
import { type FactSpill, type SpilledShard } from './fact-spill.ts';
import { type Gathered, type ShardToWrite, type Written } from './shard-to-write.ts';
import { type UnchangedSources } from './unchanged-sources.ts';
import { ShardContent } from '../store/shard-content.ts';
import { ShardWriter } from '../store/shard-writer.ts';

/** Shards that are finished, but still in the build's own folder. */
export interface WrittenShards {
  readonly advisories: readonly Written<AdvisoryShardEntry>[];
  readonly ids: Written<ShardEntry>;
  readonly enrichment?: Written<EnrichmentShardEntry>;
}

export interface ShardInput {
  readonly work: string;
  /** By source id. */
  readonly spills: ReadonlyMap<string, FactSpill>;
  readonly enrichments: EnrichmentTable;
  /** Sources whose facts are those of the previous database. */
  readonly unchanged: UnchangedSources;
}

/** Writes one shard after the other; one is in memory at a time. */
export async function writeShards(input: ShardInput, runtime: Runtime): Promise<WrittenShards> {
  const ids = new IdIndexBuilder();
  const ratings = new CveRatings();
  const spilled = shardsOf(input);
  const advisories: Written<AdvisoryShardEntry>[] = [];
  for (const [number, shard] of spilled.entries()) {
    runtime.progress({ id: 'shards', label: 'writing shards', done: number, total: spilled.length, unit: 'items' });
    await nextTurn();
    if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'building the database was stopped');
    advisories.push(input.unchanged.reuse(shard, { ids, ratings }) ?? writeAdvisories(shard, number, input, { ids, ratings }));
  }
  const enrichment = writeEnrichment(input, ratings);
  const idsShard = writeShard(idsShardName, join(input.work, 'ids.shard'), (writer) => ids.write(writer));
  runtime.progress({ id: 'shards', label: 'writing shards', done: spilled.length, total: spilled.length, unit: 'items', finished: true });
  return { advisories, ids: idsShard, ...(enrichment !== undefined && { enrichment }) };
}

function writeEnrichment({ work, enrichments }: ShardInput, ratings: CveRatings): Written<EnrichmentShardEntry> | undefined {
  const { sources } = enrichments;
  for (const [cve, severities] of ratings.entries()) enrichments.add(ratingsId, cve, { severities });
  if (enrichments.sources.length === 0) return undefined;
  const written = writeShard(enrichmentShardName, join(work, 'cve.shard'), (writer) => enrichments.write(writer));
  return { ...written, entry: { ...written.entry, sources } };
}

function shardsOf({ spills, unchanged }: ShardInput): readonly ShardToWrite[] {
  const byName = new Map<string, SpilledShard & { readonly sources: string[] }>();
  const add = (shard: SpilledShard, sourceId: string): void => {
    const known = byName.get(shard.name);
    if (known === undefined) byName.set(shard.name, { ...shard, sources: [sourceId] });
    else known.sources.push(sourceId);
  };
  for (const [sourceId, spill] of spills) for (const shard of spill.shards) add(shard, sourceId);
  for (const [sourceId, shard] of unchanged.shards()) add(shard, sourceId);
  const shards = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const shard of shards) shard.sources.sort();
  return shards;
}

function writeAdvisories(shard: ShardToWrite, number: number, input: ShardInput, { ids, ratings }: Gathered): Written<AdvisoryShardEntry> {
  const content = new ShardContent(versionSchemes[ecosystem(shard.ecosystem).versionScheme]);
  const coverage = shard.sources.map((source) => ({
    source,
    packages: (input.spills.get(source) ?? input.unchanged.spill(source, shard)).load(shard.name, content),
  }));
  ids.startShard(shard.name);
  const { name, release, sources } = shard;
  const written = writeShard(name, join(input.work, `${number}.shard`), (writer) =>
    content.write(writer, {
      record: (record, heads) => ids.add(record, heads),
      advisory: (head) => ratings.addRecord(head),
      scope: (head, scope) => ratings.addScope(head, scope),
    }),
  );
  return {
    ...written,
    entry: { ...written.entry, ecosystem: shard.ecosystem, ...(release !== undefined && { release }), sources, coverage },
  };
}

/** `write` returns the number of facts that it wrote. */
function writeShard(name: string, file: string, write: (writer: ShardWriter) => number): Written<ShardEntry> {
  const writer = new ShardWriter(file, name);
  let rows: number;
  try {
    rows = write(writer);
  } catch (error) {
    writer.abandon();
    throw error;
  }
  const { digest, bytes, keys } = writer.finish();
  const path = `shards/${name.replace(/[^A-Za-z0-9@._-]/g, '_').slice(0, 100)}.${digest.slice(-16)}.shard`;
  return { file, entry: { name, path, digest, bytes, keys, rows } };
}
