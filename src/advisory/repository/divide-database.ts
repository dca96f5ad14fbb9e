import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { IdIndexBuilder } from '../build/id-index-builder.ts';
import { isHead } from '../store/advisory-codec.ts';
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
import { allRows, asRecord } from '../store/stored-facts.ts';

/**
 * Divides a database into slices, each a database of its own in a directory of `root`: one shard, an index of its ids, and what is known of its CVEs. So a
 * scan downloads no facts about CVEs of ecosystems that it does not have. The same database gives the same bytes. Throws DATABASE_DAMAGED.
 */
export async function divideDatabase(directory: string, root: string, runtime: Runtime): Promise<void> {
  const manifest = readManifest(directory);
  using cves =
    manifest.enrichment === undefined ? undefined : new ShardFile(join(directory, manifest.enrichment.path), enrichmentShardName);
  for (const [done, entry] of manifest.shards.entries()) {
    runtime.progress({ id: 'slices', label: 'dividing the database', done, total: manifest.shards.length, unit: 'items' });
    await nextTurn();
    if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'dividing the database was stopped');
    writeSlice(entry, { directory, manifest, cves, root });
  }
  runtime.progress({ id: 'slices', label: 'dividing the database', done: 1, unit: 'items', finished: true });
}

interface Division {
  readonly directory: string;
  readonly manifest: DatabaseManifest;
  readonly cves: ShardFile | undefined;
  readonly root: string;
}

function writeSlice(entry: AdvisoryShardEntry, { directory, manifest, cves, root }: Division): void {
  const slice = join(root, encodeURIComponent(entry.name));
  makeDirectory(join(slice, 'shards'));
  copyFileSync(join(directory, entry.path), join(slice, entry.path));
  const { ids, wanted } = readIds(join(directory, entry.path), entry.name);
  const idsEntry = write(slice, idsShardName, (writer) => ids.write(writer));
  const { enrichment } = manifest;
  const cveEntry =
    cves === undefined || enrichment === undefined
      ? undefined
      : write(slice, enrichmentShardName, (writer) => copyFacts(cves, wanted, writer));
  const used = new Set([...entry.sources, ...(enrichment?.sources ?? [])]);
  const divided: DatabaseManifest = {
    ...manifest,
    shards: [entry],
    ids: idsEntry,
    ...(cveEntry !== undefined && enrichment !== undefined && { enrichment: { ...cveEntry, sources: enrichment.sources } }),
    sources: manifest.sources.filter(({ id }) => used.has(id)),
  };
  writeFileAtomicallySync(join(slice, manifestName), [Buffer.from(formatManifest(divided))], { mode: 0o644, sync: 'nothing' });
}

/** The index of a shard's ids, and the CVEs that it names. */
function readIds(path: string, name: string): { readonly ids: IdIndexBuilder; readonly wanted: ReadonlySet<string> } {
  using file = new ShardFile(path, name);
  const ids = new IdIndexBuilder();
  const wanted = new Set<string>();
  const heads = new Map<number, string>();
  const headOf = (number: number): string => {
    const known = heads.get(number);
    if (known !== undefined) return known;
    const text = file.blockWith('heads', number).record(number);
    const head: unknown = JSON.parse(text);
    if (!isHead(head)) throw new PratiqueError('DATABASE_DAMAGED', `shard ${name} has an invalid advisory`);
    for (const id of [head[0], ...head[2], ...head[3]]) {
      const start = id.indexOf('CVE-');
      if (start >= 0) wanted.add(id.slice(start));
    }
    heads.set(number, `${text}\t`);
    return `${text}\t`;
  };
  ids.startShard(name);
  for (let number = 0; number < file.recordCount('names'); number++) {
    const record = asRecord(JSON.parse(file.blockWith('names', number).record(number)), name, number);
    const advisories = new Set(allRows(file, record).map(({ advisory }) => advisory));
    ids.add(number, [...advisories].map(headOf));
  }
  return { ids, wanted };
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
