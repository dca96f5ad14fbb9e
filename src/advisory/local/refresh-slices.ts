import { join } from 'node:path';
import { messageOf } from '../../lib/text/message-of.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { explainWriteError } from '../build/explain-write-error.ts';
import { buildDatabase } from '../build/build-database.ts';
import { lockDatabase } from '../build/lock-database.ts';
import { type AdvisorySource } from '../source/advisory-source.ts';
import { formatManifest, manifestName, readManifest, type DatabaseManifest } from '../store/database-manifest.ts';
import { fetchFeeds, type FetchedFeed, type WantedFeed } from './fetch-feeds.ts';
import { type InstallResult, type installSlices } from './install-slices.ts';
import { isDue, storedData } from './is-due.ts';
import { type FeedPlace, type LocalOptions } from './local-options.ts';
import { sliceDirectory, type Slice } from './slice.ts';
import { filesOf, leftOutOf, sourcesOf, type FeedSources } from './slice-sources.ts';
import { readSliceState, writeSliceState, type SourceFailure } from './slice-state.ts';

export interface Refreshed {
  readonly slice: Slice;
  /** `absent`: the publishers were reached, and have nothing about it. `failed`: there is no data, and why is in `failures`. */
  readonly status: 'updated' | 'unchanged' | 'absent' | 'failed';
  /** Sources that could not be reached or read. What was known of them before stays. */
  readonly failures: readonly SourceFailure[];
  /** Sources that have something about it. */
  readonly sources: readonly string[];
  /** It came from a repository. */
  readonly isInstalled?: true;
}

export interface RefreshResult {
  readonly slices: readonly Refreshed[];
  /** Bytes of feeds that came over the network. */
  readonly bytes: number;
  /** What the repository did; absent without one. */
  readonly repository?: InstallResult;
}

export interface RefreshOptions extends Omit<LocalOptions, 'base' | 'sources'> {
  readonly feeds: FeedPlace;
  /** Ask also where the last check was not long ago. */
  readonly isForced?: boolean;
}

const lockWaits = { waitMs: 600_000, staleMs: 600_000 };

/**
 * Brings slices up to date from a signed repository, and what it does not have from the publishers' feeds. One process at a time does it; another that
 * wants the same waits, and then finds it done. `isForced` asks the publishers also where the last check was not long ago. Rejects with ABORTED, or OUTPUT_UNWRITABLE where nothing can be stored.
 */
export async function refreshSlices(
  slices: readonly Slice[],
  sources: FeedSources,
  options: RefreshOptions,
  runtime: Runtime,
): Promise<RefreshResult> {
  try {
    return await refreshLocked(slices, sources, options, runtime);
  } catch (error) {
    throw explainWriteError(error, options.root, 0);
  }
}

async function refreshLocked(
  slices: readonly Slice[],
  sources: FeedSources,
  { root, repository, feeds, toolVersion, isForced = false }: RefreshOptions,
  runtime: Runtime,
): Promise<RefreshResult> {
  makeDirectory(root);
  using lock = await lockDatabase(root, lockWaits, runtime);
  const due = slices.filter((slice) => isForced || isSliceDue(root, slice, runtime.now()));
  const install = repository === undefined || due.length === 0 ? undefined : await installFrom(due, { root, repository }, runtime);
  const rest = due.filter((slice) => install?.installed.has(slice) !== true);
  const fetched = await fetchFeeds(wantedFeeds(rest, sources), feeds, runtime);
  const refreshed: Refreshed[] = Array.from(install?.installed ?? [], ([slice, status]) => ({
    slice,
    status,
    failures: [],
    sources: [],
    isInstalled: true,
  }));
  for (const slice of rest) {
    lock.assertHeld();
    refreshed.push(await refreshSlice({ slice, sources, root, feeds, toolVersion, fetched }, runtime));
  }
  const bytes = [...fetched.values()].reduce((total, feed) => total + feed.bytes, 0);
  return { slices: refreshed, bytes, ...(install !== undefined && { repository: install }) };
}

/** TUF is loaded only where there is a repository. */
async function installFrom(...all: Parameters<typeof installSlices>): Promise<InstallResult> {
  return (await import('./install-slices.ts')).installSlices(...all);
}

/** Whether a scan that wants the slice asks for changes first. */
function isSliceDue(root: string, slice: Slice, now: Date): boolean {
  const directory = sliceDirectory(root, slice);
  return isDue(readSliceState(directory), storedData(directory), now);
}

/** `undefined` also for a database that is damaged or of another version: it is built again. */
function readManifestIfThere(directory: string): DatabaseManifest | undefined {
  try {
    return readManifest(directory);
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}

type WantedSource = Pick<AdvisorySource, 'id' | 'files' | 'filesOfRelease' | 'linkedFiles'>;

/** One source may be of several slices, with other files for each. */
function wantedFeeds(slices: readonly Slice[], sources: FeedSources): readonly WantedFeed[] {
  const feeds = new Map<string, WantedFeed>();
  for (const slice of slices) {
    const { advisory, enrichment } = sourcesOf(slice, sources);
    for (const source of [...advisory, ...enrichment] as readonly WantedSource[]) {
      const files = new Map([...(feeds.get(source.id)?.files ?? []), ...filesOf(source, slice)].map((file) => [file.path, file]));
      const linkedFiles = source.linkedFiles?.bind(source);
      feeds.set(source.id, { id: source.id, files: [...files.values()], ...(linkedFiles !== undefined && { linkedFiles }) });
    }
  }
  return [...feeds.values()];
}

interface SliceWork {
  readonly slice: Slice;
  readonly sources: FeedSources;
  readonly root: string;
  readonly feeds: FeedPlace;
  readonly toolVersion: string;
  readonly fetched: ReadonlyMap<string, FetchedFeed>;
}

async function refreshSlice(work: SliceWork, runtime: Runtime): Promise<Refreshed> {
  const { slice, root, fetched } = work;
  const directory = sliceDirectory(root, slice);
  const state = readSliceState(directory);
  const { advisory, enrichment } = sourcesOf(slice, work.sources);
  const own = [...advisory, ...enrichment];
  const failures = own.flatMap(({ id }) => {
    const reason = fetched.get(id)?.failure;
    return reason === undefined ? [] : [{ source: id, reason }];
  });
  const inputs = new Map(
    own.map(({ id, version }) => {
      const print = fetched.get(id)?.fingerprint;
      return [id, print === undefined ? state.inputs.get(id) : `${version}\n${print}`] as const;
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ); // prettier-ignore
  const manifest = readManifestIfThere(directory);
  const hasInput = inputs.size > 0;
  const isUnchanged = manifest !== undefined && (!hasInput || (!state.isDamaged && haveSameEntries(inputs, state.inputs)));
  const built = isUnchanged ? confirm(directory, manifest, fetched) : await build(work, directory, hasInput, runtime);
  // What could not be built is tried again at the next check, changed or not.
  for (const { source } of built.failures) {
    if (source === slice.name) inputs.clear();
    else inputs.delete(source);
  }
  const unreached = new Set(failures.map(({ source }) => source));
  const allFailures = [...failures, ...built.failures.filter(({ source }) => !unreached.has(source))];
  const now = runtime.now().toISOString();
  const kept = { ...state, usedAt: state.usedAt ?? now, checkedAt: now, failures: allFailures };
  const { repository: _, leftOut: __, ...ofFeeds } = kept;
  const leftOut = leftOutOf(slice, work.sources);
  writeSliceState(directory, hasInput ? { ...ofFeeds, inputs, isDamaged: false, ...(leftOut.length > 0 && { leftOut }) } : kept);
  const status = built.manifest === undefined ? (allFailures.length > 0 ? 'failed' : 'absent') : isUnchanged ? 'unchanged' : 'updated';
  return { slice, status, failures: allFailures, sources: (built.manifest?.sources ?? []).map(({ id }) => id) };
}

interface Built {
  readonly manifest: DatabaseManifest | undefined;
  readonly failures: readonly SourceFailure[];
}

/** Publishers confirmed that what is here is current, which is news about its age and nothing else. */
function confirm(directory: string, manifest: DatabaseManifest, fetched: ReadonlyMap<string, FetchedFeed>): Built {
  const sources = manifest.sources.map((source) => {
    const confirmedAt = fetched.get(source.id)?.confirmedAt;
    return confirmedAt === undefined ? source : { ...source, asOf: confirmedAt };
  });
  const confirmed = { ...manifest, sources };
  const text = formatManifest(confirmed);
  if (text !== formatManifest(manifest))
    writeFileAtomicallySync(join(directory, manifestName), [Buffer.from(text)], { mode: 0o644, sync: 'content' });
  return { manifest: confirmed, failures: [] };
}

/** Built from the files that were downloaded now or earlier. */
async function build(
  { slice, sources, feeds, toolVersion }: SliceWork,
  output: string,
  hasInput: boolean,
  runtime: Runtime,
): Promise<Built> {
  const previous = readManifestIfThere(output);
  if (!hasInput) return { manifest: previous, failures: [] };
  const { advisory, enrichment } = sourcesOf(slice, sources);
  try {
    const { manifest, issues } = await buildDatabase(
      {
        sources: advisory,
        enrichments: enrichment,
        from: { folder: feeds.folder ?? feeds.cache },
        output,
        toolVersion,
        ...(slice.ecosystem !== undefined && { only: [slice.ecosystem] }),
        ...(slice.release !== undefined && { release: slice.release }),
      },
      runtime,
    );
    for (const issue of issues) runtime.log.info(issue.message, { origin: issue.origin });
    const failures = issues.flatMap(({ severity, origin, message }) => (severity === 'error' ? [{ source: origin, reason: message }] : []));
    return { manifest, failures };
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED' || error.code === 'OUTPUT_UNWRITABLE') throw error;
    // A release without advisories is no failure of its sources.
    if (error.code === 'DATABASE_BUILD_FAILED' && !error.message.includes('failed')) return { manifest: previous, failures: [] };
    return { manifest: previous, failures: [{ source: slice.name, reason: messageOf(error) }] };
  }
}

function haveSameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
