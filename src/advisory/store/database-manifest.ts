import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, parseDigest, toDigest } from '../../model/digest.ts';
import { ecosystems, type EcosystemId } from '../../model/ecosystem.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { field, optional, readArray, readCount, readMap, readObject, readString, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { shardFormatVersion } from './shard-layout.ts';

export const manifestName = 'manifest.json';

/** What is in a database: `manifest.json`, which is replaced last, so that a directory always is one whole database. */
export interface DatabaseManifest {
  readonly formatVersion: number;
  readonly toolVersion: string;
  /** Date of the newest content of any source, not of the run, so that the same input gives the same manifest. RFC 3339. */
  readonly builtAt: string;
  /** One for each ecosystem, or release of a distribution; by name. */
  readonly shards: readonly AdvisoryShardEntry[];
  /** Where the advisories with an id or alias are. */
  readonly ids: ShardEntry;
  /** Facts about CVEs. Absent when no such source was read. */
  readonly enrichment?: EnrichmentShardEntry;
  readonly sources: readonly SourceEntry[];
}

export interface ShardEntry {
  readonly name: string;
  /** Below the database's directory. It carries the digest, so that an old and a new shard can exist side by side. */
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
  /** Names that can be looked up. */
  readonly keys: number;
  /** Facts, one for each name, advisory and range. */
  readonly rows: number;
}

export interface AdvisoryShardEntry extends ShardEntry {
  readonly ecosystem: EcosystemId;
  readonly release?: string;
  /** Ids of the sources that have facts in it. */
  readonly sources: readonly string[];
  /** How much each of these sources knows, in the same order. */
  readonly coverage: readonly SourceCoverage[];
}

export interface EnrichmentShardEntry extends ShardEntry {
  /** Ids of the sources that have facts in it. */
  readonly sources: readonly string[];
}

export interface SourceCoverage {
  readonly source: string;
  /** Package names with facts that concern any image of the release: not those of products and support streams. */
  readonly packages: number;
}

export interface SourceEntry {
  readonly id: string;
  readonly version: number;
  readonly license: string;
  /** `kept`: it failed or shrank, and what the database had of it before stays. `failed`: it failed and there was nothing to keep. */
  readonly status: 'fresh' | 'kept' | 'failed';
  /** As of when it is known to be what its publisher serves, RFC 3339. */
  readonly asOf?: string;
  /** Date of its newest content, RFC 3339, where that has dates. */
  readonly newest?: string;
  /** Records in the feed; of them, advisories (or facts about CVEs) taken, records that could not be read, and withdrawn ones. */
  readonly records: number;
  readonly advisories: number;
  readonly invalid: number;
  readonly withdrawn: number;
  /** Advisories by ecosystem; an advisory about two counts in both. */
  readonly byEcosystem: ReadonlyMap<string, number>;
  /** Names of the shards of the releases that the source tracks, where its feed says so. Absent: every release that it names. */
  readonly releases?: readonly string[];
}

/** Ends in a digest of everything before, so that a damaged manifest can be distinguished from one that lacks a shard. */
export function formatManifest(manifest: DatabaseManifest): string {
  const body = {
    ...manifest,
    sources: manifest.sources.map((source) => ({ ...source, byEcosystem: Object.fromEntries(source.byEcosystem) })),
  };
  return `${JSON.stringify({ ...body, digest: digestOf(body) }, undefined, 1)}\n`;
}

/** Throws DATABASE_NOT_FOUND, DATABASE_DAMAGED or DATABASE_VERSION. */
export function readManifest(directory: string): DatabaseManifest {
  return parseManifest(readManifestBytes(directory), directory);
}

/** `directory` only names the database in errors: DATABASE_DAMAGED and DATABASE_VERSION. */
export function parseManifest(bytes: Uint8Array, directory: string): DatabaseManifest {
  try {
    const { digest, ...body } = readObject(parseJsonBounded(bytes, { maxBytes: limits.databaseManifestBytes, maxDepth: 8 }), 'manifest');
    assertVersion(field(body, 'formatVersion'), directory);
    if (digest !== digestOf(body)) throw new Error('its content does not match its digest');
    return readBody(body);
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'DATABASE_VERSION') throw error;
    const reason = messageOf(error);
    throw new PratiqueError('DATABASE_DAMAGED', `${join(directory, manifestName)}: ${reason}`, { cause: error });
  }
}

function readManifestBytes(directory: string): Uint8Array {
  try {
    return readFileSync(join(directory, manifestName));
  } catch (error) {
    if (isMissing(error)) throw new PratiqueError('DATABASE_NOT_FOUND', `no advisory database in ${directory}`, { cause: error });
    const isRefused = systemCodeOf(error) === 'EACCES' || systemCodeOf(error) === 'EPERM';
    const reason = isRefused ? 'permission was denied' : messageOf(error);
    throw new PratiqueError('DATABASE_DAMAGED', `the advisory database in ${directory} cannot be read: ${reason}`, {
      cause: error,
      ...(isRefused && { hint: 'check its permissions' }),
    });
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function assertVersion(version: unknown, directory: string): void {
  if (version === shardFormatVersion) return;
  if (typeof version !== 'number') throw new Error('formatVersion is missing');
  throw new PratiqueError(
    'DATABASE_VERSION',
    `the advisory database in ${directory} has format version ${version}; this version of pratique reads ${shardFormatVersion}`,
  );
}

/** JSON keeps the order of members, so that what was read is written as it was. */
function digestOf(body: object): Digest {
  return toDigest('sha256', createHash('sha256').update(JSON.stringify(body)).digest('hex'));
}

function readBody(body: JsonObject): DatabaseManifest {
  const enrichment = optional(field(body, 'enrichment'), 'enrichment', readEnrichmentShard);
  return {
    formatVersion: readCount(field(body, 'formatVersion'), 'formatVersion'),
    toolVersion: readString(field(body, 'toolVersion'), 'toolVersion'),
    builtAt: readTime(field(body, 'builtAt'), 'builtAt'),
    shards: readArray(field(body, 'shards'), 'shards', readAdvisoryShard),
    ids: readShard(field(body, 'ids'), 'ids'),
    ...(enrichment !== undefined && { enrichment }),
    sources: readArray(field(body, 'sources'), 'sources', readSource),
  };
}

function readShard(value: unknown, what: string): ShardEntry {
  const entry = readObject(value, what);
  const path = readString(field(entry, 'path'), `${what}.path`);
  // The manifest may come from a mirror: it must not name files elsewhere.
  if (!/^shards\/[A-Za-z0-9@_][A-Za-z0-9@._-]*$/.test(path)) throw new Error(`${what}.path is not one of a shard`);
  return {
    name: readString(field(entry, 'name'), `${what}.name`),
    path,
    digest: parseDigest(field(entry, 'digest'), `${what}.digest`),
    bytes: readCount(field(entry, 'bytes'), `${what}.bytes`),
    keys: readCount(field(entry, 'keys'), `${what}.keys`),
    rows: readCount(field(entry, 'rows'), `${what}.rows`),
  };
}

function readAdvisoryShard(value: unknown, what: string): AdvisoryShardEntry {
  const entry = readObject(value, what);
  const ecosystem = readString(field(entry, 'ecosystem'), `${what}.ecosystem`);
  if (!Object.hasOwn(ecosystems, ecosystem)) throw new Error(`${what}.ecosystem is not one that this version of pratique knows`);
  const release = optional(field(entry, 'release'), `${what}.release`, readString);
  return {
    ...readShard(value, what),
    ecosystem: ecosystem as EcosystemId,
    ...(release !== undefined && { release }),
    sources: readArray(field(entry, 'sources'), `${what}.sources`, readString),
    coverage: readArray(field(entry, 'coverage'), `${what}.coverage`, readCoverage),
  };
}

function readEnrichmentShard(value: unknown, what: string): EnrichmentShardEntry {
  const sources = readArray(field(readObject(value, what), 'sources'), `${what}.sources`, readString);
  return { ...readShard(value, what), sources };
}

function readCoverage(value: unknown, what: string): SourceCoverage {
  const entry = readObject(value, what);
  return {
    source: readString(field(entry, 'source'), `${what}.source`),
    packages: readCount(field(entry, 'packages'), `${what}.packages`),
  };
}

function readSource(value: unknown, what: string): SourceEntry {
  const entry = readObject(value, what);
  const status = readString(field(entry, 'status'), `${what}.status`);
  if (status !== 'fresh' && status !== 'kept' && status !== 'failed') throw new Error(`${what}.status is not a known one`);
  const asOf = optional(field(entry, 'asOf'), `${what}.asOf`, readTime);
  const newest = optional(field(entry, 'newest'), `${what}.newest`, readTime);
  const releases = optional(field(entry, 'releases'), `${what}.releases`, (list, name) => readArray(list, name, readString));
  const count = (key: string): number => readCount(field(entry, key), `${what}.${key}`);
  return {
    id: readString(field(entry, 'id'), `${what}.id`),
    version: count('version'),
    license: readString(field(entry, 'license'), `${what}.license`),
    status,
    ...(asOf !== undefined && { asOf }),
    ...(newest !== undefined && { newest }),
    records: count('records'),
    advisories: count('advisories'),
    invalid: count('invalid'),
    withdrawn: count('withdrawn'),
    byEcosystem: readMap(field(entry, 'byEcosystem'), `${what}.byEcosystem`, readCount),
    ...(releases !== undefined && { releases }),
  };
}

function readTime(value: unknown, what: string): string {
  const text = readString(value, what);
  if (Number.isNaN(Date.parse(text))) throw new Error(`${what} is not a time`);
  return text;
}
