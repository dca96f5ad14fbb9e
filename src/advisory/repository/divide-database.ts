import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { IdIndexBuilder } from '../build/id-index-builder.ts';
import { enrichmentShardName } from '../store/cve-facts.ts';
import {
  formatManifest,
  manifestName,
  readManifest,
  type AdvisoryShardEntry,
  type DatabaseManifest,
  type ShardEntry,
} from '../store/database-manifest.ts';
import { idsShardName } from '../store/id-shard.ts';
import { ShardFile } from '../store/shard-file.ts';
import { ShardWriter } from '../store/shard-writer.ts';
import { readShardIds } from './read-shard-ids.ts';

/**
 * Divides a database into slices, each a database of its own in a directory of `root`: one shard, an index of its ids, and what is known of the CVEs of its
 * ecosystem. So a scan downloads no facts about CVEs of ecosystems that it does not have, and the releases of a distribution, which have most of their CVEs in
 * common, share one file. The same database gives the same bytes. Throws DATABASE_DAMAGED.
 */
export async function divideDatabase(directory: string, root: string, runtime: Runtime): Promise<void> {
  const manifest = readManifest(directory);
  using cves =
    manifest.enrichment === undefined ? undefined : new ShardFile(join(directory, manifest.enrichment.path), enrichmentShardName);
  const parts: SlicePart[] = [];
  for (const [done, entry] of manifest.shards.entries()) {
    runtime.progress({ id: 'slices', label: 'dividing the database', done, total: manifest.shards.length, unit: 'items' });
    await nextTurn();
    if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'dividing the database was stopped');
    parts.push(writePart(entry, directory, root));
  }
  for (const ecosystem of new Set(parts.map(({ entry }) => entry.ecosystem))) {
    await nextTurn();
    const ofEcosystem = parts.filter(({ entry }) => entry.ecosystem === ecosystem);
    const facts = cves === undefined ? undefined : writeFacts(ofEcosystem, cves);
    for (const part of ofEcosystem) writeSliceManifest(part, manifest, facts);
  }
  runtime.progress({ id: 'slices', label: 'dividing the database', done: 1, unit: 'items', finished: true });
}

/** A slice without what is known of its CVEs. */
interface SlicePart {
  readonly entry: AdvisoryShardEntry;
  readonly slice: string;
  readonly ids: ShardEntry;
  readonly cves: ReadonlySet<string>;
}

function writePart(entry: AdvisoryShardEntry, directory: string, root: string): SlicePart {
  const slice = join(root, encodeURIComponent(entry.name));
  makeDirectory(join(slice, 'shards'));
  copyFileSync(join(directory, entry.path), join(slice, entry.path));
  const index = new IdIndexBuilder();
  const cves = readShardIds(join(directory, entry.path), entry.name, index);
  return { entry, slice, ids: write(slice, idsShardName, (writer) => index.write(writer)), cves };
}

/** Into the first slice, and from there into the others. */
function writeFacts(parts: readonly SlicePart[], cves: ShardFile): ShardEntry {
  const [first, ...others] = parts.map(({ slice }) => slice);
  const wanted = new Set(parts.flatMap((part) => [...part.cves]));
  const entry = write(first!, enrichmentShardName, (writer) => copyFacts(cves, wanted, writer));
  for (const slice of others) copyFileSync(join(first!, entry.path), join(slice, entry.path));
  return entry;
}

function writeSliceManifest({ entry, slice, ids }: SlicePart, manifest: DatabaseManifest, facts: ShardEntry | undefined): void {
  const { enrichment } = manifest;
  const used = new Set([...entry.sources, ...(enrichment?.sources ?? [])]);
  const divided: DatabaseManifest = {
    ...manifest,
    shards: [entry],
    ids,
    ...(facts !== undefined && enrichment !== undefined && { enrichment: { ...facts, sources: enrichment.sources } }),
    sources: manifest.sources.filter(({ id }) => used.has(id)),
  };
  writeFileAtomicallySync(join(slice, manifestName), [Buffer.from(formatManifest(divided))], { mode: 0o644, sync: 'nothing' });
}

/** Records about CVEs need nothing else, so they are copied as they are. Returns how many there are. */
function copyFacts(cves: ShardFile, wanted: ReadonlySet<string>, writer: ShardWriter): number {
  let count = 0;
  for (const cve of [...wanted].sort()) {
    for (const candidate of cves.candidates(cve)) {
      const record = cves.blockWith('names', candidate).record(candidate);
      if (!record.startsWith(`[[${JSON.stringify(cve)}`)) continue;
      writer.addNamed([cve], record);
      count++;
    }
  }
  return count;
}

function write(slice: string, name: string, fill: (writer: ShardWriter) => number): ShardEntry {
  const pending = join(slice, 'shards', `${name}.pending`);
  const writer = new ShardWriter(pending, name);
  let rows: number;
  try {
    rows = fill(writer);
  } catch (error) {
    writer.abandon();
    throw error;
  }
  const { digest, bytes, keys } = writer.finish();
  const path = `shards/${name}.${digest.slice(-16)}.shard`;
  renameSync(pending, join(slice, path));
  return { name, path, digest, bytes, keys, rows };
}
