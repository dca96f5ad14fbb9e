import { join } from 'node:path';
import { type Candidate, type Enrichment } from '../../model/advisory.ts';
import { enrichmentShardName, findEnrichment } from './cve-facts.ts';
import { findId, normalizeId } from './id-shard.ts';
import { readManifest, type DatabaseManifest } from './database-manifest.ts';
import { AdvisoryShard } from './advisory-shard.ts';
import { ShardFile } from './shard-file.ts';

export interface SearchResult {
  /** Whether the text was the id of an advisory or flaw, or else the name of a package. */
  readonly foundBy: 'id' | 'package' | 'nothing';
  /** By shard, then package, then advisory. */
  readonly facts: readonly SearchFact[];
  /** Facts beyond the bound that are not in `facts`. */
  readonly leftOut: number;
  /** Of a CVE. */
  readonly enrichment?: Enrichment;
}

export interface SearchFact {
  readonly shard: string;
  readonly candidate: Candidate;
}

export interface SearchOptions {
  readonly maxFacts: number;
}

/** Looks up a CVE, alias or advisory id in any letter case, and a package name in every shard when there is no such id. Throws as `openDatabase` does. */
export function searchDatabase(directory: string, text: string, options: SearchOptions = { maxFacts: 1_000 }): SearchResult {
  const manifest = readManifest(directory);
  const enrichment = readEnrichment(directory, manifest, text);
  const byId = searchId(directory, manifest, text);
  const facts = byId.length > 0 ? byId : searchPackage(directory, manifest, text);
  return {
    foundBy: byId.length > 0 || enrichment !== undefined ? 'id' : facts.length > 0 ? 'package' : 'nothing',
    facts: facts.slice(0, options.maxFacts),
    leftOut: Math.max(0, facts.length - options.maxFacts),
    ...(enrichment !== undefined && { enrichment }),
  };
}

function searchId(directory: string, manifest: DatabaseManifest, text: string): SearchFact[] {
  const wanted = normalizeId(text);
  const recordsOf = new Map<string, number[]>();
  for (const { shard, record } of findId(join(directory, manifest.ids.path), text)) {
    const records = recordsOf.get(shard);
    if (records === undefined) recordsOf.set(shard, [record]);
    else records.push(record);
  }
  return manifest.shards.flatMap((entry) => {
    const records = recordsOf.get(entry.name);
    if (records === undefined) return [];
    using shard = new AdvisoryShard(join(directory, entry.path), entry.name, entry);
    return records.flatMap((record) => factsWithId(shard, entry.name, record, wanted));
  });
}

/** All packages that share the record: the sub-packages of one source. */
function factsWithId(shard: AdvisoryShard, name: string, record: number, wanted: string): SearchFact[] {
  return shard
    .record(record)
    .flatMap((candidates) => candidates.filter((candidate) => isAbout(candidate, wanted)).map((candidate) => ({ shard: name, candidate })));
}

function isAbout({ advisory }: Candidate, wanted: string): boolean {
  return [advisory.id, ...advisory.aliases, ...advisory.covers].some((id) => normalizeId(id) === wanted);
}

function searchPackage(directory: string, manifest: DatabaseManifest, name: string): SearchFact[] {
  return manifest.shards.flatMap((entry) => {
    using shard = new AdvisoryShard(join(directory, entry.path), entry.name, entry);
    return shard
      .find(name)
      .all()
      .map((candidate) => ({ shard: entry.name, candidate }));
  });
}

function readEnrichment(directory: string, { enrichment }: DatabaseManifest, text: string): Enrichment | undefined {
  if (enrichment === undefined) return undefined;
  using file = new ShardFile(join(directory, enrichment.path), enrichmentShardName);
  return findEnrichment(file, text.toUpperCase());
}
