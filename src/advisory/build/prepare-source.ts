import { join } from 'node:path';
import { messageOf } from '../../lib/text/message-of.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type FeedFile, type FeedFolder } from '../source/advisory-source.ts';
import { type Collected, type PlaceSelector } from './collect-feed.ts';
import { type SourceNote } from './build-notes.ts';
import { fingerprintFeed } from './fingerprint-feed.ts';
import { asOfDate, type FeedDates } from '../fetch/feed-dates.ts';
import { openFeed, type FeedOrigin } from '../fetch/open-feed.ts';
import { type DatabaseManifest, type SourceEntry } from '../store/database-manifest.ts';

/** The database that a build replaces, and that a failing source's data comes from. */
export interface PreviousDatabase {
  readonly directory: string;
  readonly manifest: DatabaseManifest;
}

export interface PrepareContext {
  readonly origin: FeedOrigin;
  readonly previous: PreviousDatabase | undefined;
  readonly selects: (ecosystem: EcosystemId) => boolean;
  /** Whether facts about this ecosystem and release are wanted. */
  readonly takes: PlaceSelector;
  readonly acceptShrinking: boolean;
  /** Of the build that made the previous database, by source id; absent where this build leaves none itself. */
  readonly notes?: ReadonlyMap<string, SourceNote>;
  /** Tells feeds apart that are read in another way: by another version, or for other ecosystems. */
  readonly readAs: readonly unknown[];
  readonly runtime: Runtime;
}

/** What the two kinds of sources have in common here: how one is read, and how its last good data is kept. */
export interface Preparation {
  readonly id: string;
  readonly version: number;
  readonly license: string;
  readonly files: readonly FeedFile[];
  linkedFiles?(folder: FeedFolder): readonly FeedFile[];
  collect(folder: FeedFolder): Promise<Collected>;
  /** Forgets what `collect` gathered. */
  discard(): void;
  keep(previous: PreviousDatabase): void;
  /** Takes what the previous database has of it, since its feed did not change. Throws DATABASE_DAMAGED. */
  reuse(previous: PreviousDatabase, note: SourceNote): void;
}

export interface Prepared {
  /** Absent for a source whose feed does not exist and never existed. */
  readonly entry?: SourceEntry;
  readonly issues: readonly Issue[];
  /** For the next build, where it could be read. */
  readonly note?: Omit<SourceNote, 'texts'>;
  readonly isUnchanged?: true;
}

/**
 * Reads one source, or keeps what the previous database had of it when it fails, or has lost more than `feedShrinkShare` of its
 * advisories, as a whole or in one ecosystem. Rejects only when the build itself cannot go on.
 */
export async function prepareSource(source: Preparation, context: PrepareContext): Promise<Prepared> {
  const before = context.previous?.manifest.sources.find((entry) => entry.id === source.id && entry.status !== 'failed');
  try {
    const { folder, dates } = await openFeed(context.origin, source, context.runtime);
    if (before === undefined && !source.files.some((file) => folder.has(file.path))) {
      context.runtime.log.info('feed is missing', { sourceId: source.id });
      return { issues: [] };
    }
    const fingerprint = context.notes === undefined ? undefined : fingerprintFeed(source, folder, [source.version, ...context.readAs]);
    const unchanged = reuseUnchanged(source, fingerprint, before, dates, context);
    if (unchanged !== undefined) return unchanged;
    const { issues, statedAt, ...collected } = await source.collect(folder);
    const asOf = asOfDate(dates, statedAt, collected.newest);
    const shrinkage = context.acceptShrinking || before === undefined ? undefined : describeShrinkage(before, collected, context.selects);
    if (shrinkage === undefined) {
      const note =
        fingerprint === undefined ? undefined : { id: source.id, fingerprint, ...(statedAt !== undefined && { statedAt }), issues };
      return {
        entry: freshEntry(source, { ...(asOf !== undefined && { asOf }), ...collected }),
        issues,
        ...(note !== undefined && { note }),
      };
    }
    const issue = makeIssue('SOURCE_SHRANK', source.id, `${source.id} has ${shrinkage}`);
    return keepLast(source, before, issue, context);
  } catch (error) {
    if (endsBuild(error) || context.runtime.signal.aborted) throw error;
    context.runtime.log.debug('advisory source failed', { sourceId: source.id, error });
    const reason = messageOf(error);
    return keepLast(source, before, makeIssue('SOURCE_FAILED', source.id, `${source.id} failed: ${reason}`), context);
  }
}

/** `undefined` where the feed is not the one that the previous database was made from. */
function reuseUnchanged(
  source: Preparation,
  fingerprint: string | undefined,
  before: SourceEntry | undefined,
  dates: FeedDates,
  { previous, notes, runtime }: PrepareContext,
): Prepared | undefined {
  const note = notes?.get(source.id);
  if (previous === undefined || note === undefined || note.fingerprint !== fingerprint || before?.status !== 'fresh') return undefined;
  source.reuse(previous, note);
  runtime.log.info('feed is unchanged', { sourceId: source.id });
  const { asOf: _, id, version, license, status, ...collected } = before;
  const asOf = asOfDate(dates, note.statedAt, before.newest);
  // The order of the members is a fresh entry's, so that the manifest's bytes are the same.
  const entry = { id, version, license, status, ...(asOf !== undefined && { asOf }), ...collected };
  return { entry, issues: note.issues, note, isUnchanged: true };
}

/** Where facts of a source are spilled to, below the build's own folder. */
export function spillFolder(workFolder: string, sourceId: string): string {
  return join(workFolder, encodeURIComponent(sourceId));
}

function endsBuild(error: unknown): boolean {
  return error instanceof PratiqueError && (error.code === 'OUTPUT_UNWRITABLE' || error.code === 'ABORTED');
}

function freshEntry(source: Preparation, collected: Omit<Collected, 'issues' | 'statedAt'> & Pick<SourceEntry, 'asOf'>): SourceEntry {
  return { id: source.id, version: source.version, license: source.license, status: 'fresh', ...collected };
}

function keepLast(source: Preparation, before: SourceEntry | undefined, issue: Issue, context: PrepareContext): Prepared {
  source.discard();
  if (before === undefined || context.previous === undefined) return { entry: failedEntry(source), issues: [issue] };
  try {
    source.keep(context.previous);
  } catch (error) {
    if (endsBuild(error)) throw error;
    source.discard();
    const reason = messageOf(error);
    const lost = makeIssue('SOURCE_FAILED', source.id, `the last good data of ${source.id} cannot be read: ${reason}`);
    return { entry: failedEntry(source), issues: [issue, lost] };
  }
  const byEcosystem = new Map([...before.byEcosystem].filter(([id]) => context.selects(id as EcosystemId)));
  return { entry: { ...before, byEcosystem, status: 'kept' }, issues: [issue] };
}

function failedEntry({ id, version, license }: Preparation): SourceEntry {
  const nothing = { records: 0, advisories: 0, invalid: 0, withdrawn: 0, byEcosystem: new Map<string, number>() };
  return { id, version, license, status: 'failed', ...nothing };
}

/** Ecosystems with fewer advisories than this come and go as a whole too often to judge by a share. */
const smallEcosystem = 100;

function describeShrinkage(
  before: SourceEntry,
  after: Pick<SourceEntry, 'byEcosystem'>,
  selects: (ecosystem: EcosystemId) => boolean,
): string | undefined {
  const wanted = [...before.byEcosystem].filter(([id]) => selects(id as EcosystemId));
  const totalBefore = sum(wanted.map(([, count]) => count));
  const totalAfter = sum(wanted.map(([id]) => after.byEcosystem.get(id) ?? 0));
  if (hasShrunk(totalBefore, totalAfter)) return `${totalAfter} advisories, where the last database has ${totalBefore}`;
  for (const [id, count] of wanted) {
    const now = after.byEcosystem.get(id) ?? 0;
    if (count >= smallEcosystem && hasShrunk(count, now)) return `${now} advisories for ${id}, where the last database has ${count}`;
  }
  return undefined;
}

function hasShrunk(before: number, after: number): boolean {
  return after < before * (1 - limits.feedShrinkShare);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
