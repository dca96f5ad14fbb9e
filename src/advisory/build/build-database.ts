import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { type Advisory } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Issue } from '../../model/issue.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type AdvisorySource } from '../source/advisory-source.ts';
import { readBuildNotes, writeBuildNotes, type SourceNote } from './build-notes.ts';
import { collectFeed, placeSelector, selector } from './collect-feed.ts';
import { commitDatabase, removeLeftovers } from './commit-database.ts';
import { EnrichmentTable } from './enrichment-table.ts';
import { describeCve } from './describe-cve.ts';
import { explainWriteError } from './explain-write-error.ts';
import { type FeedOrigin } from '../fetch/open-feed.ts';
import { keepSource } from './keep-source.ts';
import { lockDatabase, type DatabaseLock, type LockOptions } from './lock-database.ts';
import { readManifest, type DatabaseManifest, type SourceEntry } from '../store/database-manifest.ts';
import { prepareSource, spillFolder, type Preparation, type PrepareContext, type PreviousDatabase } from './prepare-source.ts';
import { FactSpill } from './fact-spill.ts';
import { UnchangedSources } from './unchanged-sources.ts';
import { writeShards } from './write-shards.ts';
import { shardFormatVersion } from '../store/shard-layout.ts';
import { type EnrichmentSource } from '../enrichment/enrichment-source.ts';

export interface BuildOptions {
  readonly sources: readonly AdvisorySource[];
  readonly enrichments: readonly EnrichmentSource[];
  readonly from: FeedOrigin;
  /** Created if it does not exist. Existing content is the previous database, which stays in use until the new one is complete. */
  readonly output: string;
  /** All when absent. */
  readonly only?: readonly EcosystemId[];
  /** Of distributions only this release, as their advisories name it. All when absent. */
  readonly release?: string;
  readonly acceptShrinking?: boolean;
  readonly toolVersion: string;
  /** Notes are left for the next build, and those of the last one used, so that feeds that did not change are not read again. */
  readonly notes?: 'use' | 'renew';
  readonly lock?: LockOptions;
}

export interface BuildResult {
  readonly manifest: DatabaseManifest;
  /** Sources that failed or shrank, and records that could not be read. */
  readonly issues: readonly Issue[];
  /** Ids of the sources whose feeds were not read, since they are those of the last build. */
  readonly unchanged: readonly string[];
}

const defaultLock: LockOptions = { waitMs: 600_000, staleMs: 600_000 };

/**
 * Reads every source and writes the database. The same input, sources and version give the same bytes, manifest included. Stopped at any
 * point, even by kill -9 or a full disk, it leaves the old database or the new one.
 *
 * Rejects with DATABASE_BUILD_FAILED when no source had anything or another process builds there, OUTPUT_UNWRITABLE, or ABORTED.
 */
export async function buildDatabase(options: BuildOptions, runtime: Runtime): Promise<BuildResult> {
  const output = resolve(options.output);
  const work = join(output, `.work-${process.pid}`);
  let made: string | undefined;
  try {
    made = makeDirectory(output);
    using lock = await lockDatabase(output, options.lock ?? defaultLock, runtime);
    removeLeftovers(output);
    try {
      mkdirSync(work);
      return await build({ ...options, output }, work, lock, runtime);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } catch (error) {
    if (made !== undefined) removeEmpty(output, made);
    throw explainWriteError(error, output, 0);
  }
}

/** Removes the folders made for a database that was not built, from `innermost` up to `outermost`, as long as they are empty. */
function removeEmpty(innermost: string, outermost: string): void {
  try {
    for (let folder = innermost; folder.length >= outermost.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // Not empty: something else was put there meanwhile.
  }
}

async function build(options: BuildOptions, work: string, lock: DatabaseLock, runtime: Runtime): Promise<BuildResult> {
  const previous = readPrevious(options.output, runtime);
  const context: PrepareContext = {
    origin: options.from,
    previous,
    selects: selector(options.only),
    takes: placeSelector(options.only, options.release),
    acceptShrinking: options.acceptShrinking ?? false,
    ...(options.notes !== undefined && { notes: notesFor(options, previous, runtime) }),
    readAs: [options.toolVersion, shardFormatVersion, [...(options.only ?? [])].sort(), options.release],
    runtime,
  };
  const unchanged = new UnchangedSources(previous, work);
  const enrichments = new EnrichmentTable();
  const sources: SourceEntry[] = [];
  const issues: Issue[] = [];
  const notes: Omit<SourceNote, 'texts'>[] = [];
  const unchangedIds: string[] = [];
  const spillBySource = new Map<string, FactSpill>();
  const isWanted = ({ ecosystems }: AdvisorySource): boolean => ecosystems?.some(context.selects) ?? true;
  const preparations = [
    ...options.sources
      .filter(isWanted)
      .map((source) => advisoryPreparation(source, { output: options.output, work, spillBySource, enrichments, unchanged }, context)),
    ...options.enrichments.map((source) => enrichmentPreparation(source, enrichments, context)),
  ];
  for (const preparation of preparations) {
    const prepared = await prepareSource(preparation, context);
    lock.assertHeld();
    issues.push(...prepared.issues);
    if (prepared.entry !== undefined) sources.push(prepared.entry);
    if (prepared.note !== undefined) notes.push(prepared.note);
    if (prepared.isUnchanged === true) unchangedIds.push(preparation.id);
  }
  if (!sources.some((source) => source.advisories > 0)) throw nothingToBuild(issues);
  const shards = await writeShards({ work, spills: spillBySource, enrichments, unchanged }, runtime);
  lock.assertHeld();
  const builtAt = newestDate(sources) ?? runtime.now().toISOString();
  const manifest = commitDatabase({ output: options.output, shards, sources, builtAt, toolVersion: options.toolVersion, previous });
  if (options.notes !== undefined) {
    const texts = notes.map((note) => ({ ...note, texts: enrichments.textsOf(note.id) }));
    writeBuildNotes(options.output, manifest, texts, runtime);
  }
  return { manifest, issues, unchanged: unchangedIds };
}

function notesFor(
  { notes, output }: BuildOptions,
  previous: PreviousDatabase | undefined,
  runtime: Runtime,
): ReadonlyMap<string, SourceNote> {
  return previous === undefined || notes === 'renew' ? new Map() : readBuildNotes(output, previous.manifest, runtime);
}

/** Where the facts of all sources are gathered. */
interface Gathering {
  readonly output: string;
  readonly work: string;
  readonly spillBySource: Map<string, FactSpill>;
  readonly enrichments: EnrichmentTable;
  readonly unchanged: UnchangedSources;
}

function advisoryPreparation(
  source: AdvisorySource,
  { output, work, spillBySource, enrichments, unchanged }: Gathering,
  { takes, runtime }: PrepareContext,
): Preparation {
  const folder = spillFolder(work, source.id);
  const add = (spill: FactSpill, record: Advisory): Iterable<EcosystemId> => {
    const { advisory, cve, description } = describeCve(record);
    const seen = spill.add(advisory, takes);
    if (cve !== undefined && description !== undefined && seen.size > 0) enrichments.addText(source.id, cve, description);
    return seen;
  };
  const start = (): FactSpill => {
    const spill = new FactSpill(folder, output);
    spillBySource.set(source.id, spill);
    return spill;
  };
  return {
    ...identity(source),
    collect: async (feed) => {
      const spill = start();
      const collected = await collectFeed(source.id, source.parse(feed, runtime), (advisory) => add(spill, advisory), runtime);
      spill.finish();
      return collected;
    },
    discard: () => {
      spillBySource.delete(source.id);
      enrichments.drop(source.id);
      rmSync(folder, { recursive: true, force: true });
    },
    keep: ({ directory, manifest }) => {
      const spill = start();
      keepSource(source.id, directory, manifest, spill, takes);
      if (manifest.enrichment !== undefined) enrichments.keep(source.id, join(directory, manifest.enrichment.path));
      spill.finish();
    },
    reuse: (_, { texts }) => {
      enrichments.restoreTexts(source.id, texts);
      unchanged.add(source.id);
    },
  };
}

function enrichmentPreparation(source: EnrichmentSource, table: EnrichmentTable, { runtime }: PrepareContext): Preparation {
  const keep = ({ directory, manifest }: PreviousDatabase): void => {
    if (manifest.enrichment !== undefined) table.keep(source.id, join(directory, manifest.enrichment.path));
  };
  return {
    ...identity(source),
    collect: (feed) => {
      const stream = source.parse(feed, runtime);
      return collectFeed(source.id, stream, ({ cve, enrichment }) => (table.add(source.id, cve, enrichment), ['cve']), runtime);
    },
    discard: () => {
      table.drop(source.id);
    },
    keep,
    reuse: keep,
  };
}

function identity(source: AdvisorySource | EnrichmentSource): Pick<Preparation, 'id' | 'version' | 'license' | 'files' | 'linkedFiles'> {
  const { id, version, license, files } = source;
  return { id, version, license, files, ...('linkedFiles' in source && { linkedFiles: (folder) => source.linkedFiles?.(folder) ?? [] }) };
}

/** A database that is damaged or of another version has no last good data, and is replaced. */
function readPrevious(directory: string, runtime: Runtime): PreviousDatabase | undefined {
  try {
    return { directory, manifest: readManifest(directory) };
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    if (error.code !== 'DATABASE_NOT_FOUND') runtime.log.warn('the previous database cannot be read', { directory, reason: error.message });
    return undefined;
  }
}

function nothingToBuild(issues: readonly Issue[]): PratiqueError {
  const reasons = issues.filter((issue) => issue.severity === 'error').map((issue) => issue.message);
  if (reasons.length === 0)
    return new PratiqueError('DATABASE_BUILD_FAILED', 'no advisories were read: no feeds found', {
      hint: 'lay them out as the publishers do, such as osv/npm/all.zip; pratique help sources has every path',
    });
  const more = reasons.length > mostReasons ? `; and ${reasons.length - mostReasons} more` : '';
  return new PratiqueError('DATABASE_BUILD_FAILED', `no advisories were read: ${reasons.slice(0, mostReasons).join('; ')}${more}`, {
    hint: 'check --from and the network, or see pratique help db update',
  });
}

const mostReasons = 2;

function newestDate(sources: readonly SourceEntry[]): string | undefined {
  return sources
    .map(({ newest, asOf }) => newest ?? asOf)
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
}
