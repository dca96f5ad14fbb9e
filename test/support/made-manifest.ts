import { type AdvisoryShardEntry, type DatabaseManifest, type SourceEntry } from '../../src/advisory/store/database-manifest.ts';
import { shardFormatVersion } from '../../src/advisory/store/shard-layout.ts';
import { toDigest } from '../../src/model/digest.ts';
import { type EcosystemId } from '../../src/model/ecosystem.ts';

export interface ShardSketch {
  /** As `formatShardName` writes it. */
  readonly name: string;
  /** By source: how many packages it names. */
  readonly packages: Readonly<Record<string, number>>;
}

const digest = toDigest('sha256', '0'.repeat(64));

/** A manifest of shards that are not there. `releases` are those that a source lists, by its id. */
export function madeManifest(
  sketches: readonly ShardSketch[],
  releases: Readonly<Record<string, readonly string[]>> = {},
): DatabaseManifest {
  const ids = [...new Set(sketches.flatMap(({ packages }) => Object.keys(packages)))].sort();
  return {
    formatVersion: shardFormatVersion,
    toolVersion: '0.0.0',
    builtAt: '2026-01-01T00:00:00.000Z',
    shards: sketches.map(shardOf),
    ids: { name: 'ids', path: 'shards/ids.shard', digest, bytes: 0, keys: 0, rows: 0 },
    sources: ids.map((id) => sourceOf(id, releases[id])),
  };
}

function shardOf({ name, packages }: ShardSketch): AdvisoryShardEntry {
  const [ecosystem, release] = name.split('@') as [EcosystemId, string | undefined];
  return {
    name,
    path: `shards/${name}.shard`,
    digest,
    bytes: 0,
    keys: 0,
    rows: 0,
    ecosystem,
    ...(release !== undefined && { release }),
    sources: Object.keys(packages),
    coverage: Object.entries(packages).map(([source, count]) => ({ source, packages: count })),
  };
}

function sourceOf(id: string, releases: readonly string[] | undefined): SourceEntry {
  const counts = { records: 0, advisories: 0, invalid: 0, withdrawn: 0, byEcosystem: new Map<string, number>() };
  return { id, version: 1, license: 'CC0-1.0', status: 'fresh', ...counts, ...(releases !== undefined && { releases }) };
}
