import { makeIssue, type Issue } from '../../model/issue.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readDatabaseStatus } from '../store/database-status.ts';
import { mergeStores, type NamedStore } from '../store/merge-stores.ts';
import { openDatabase } from '../store/open-database.ts';
import { isDue, storedData } from './is-due.ts';
import { type LocalOptions } from './local-options.ts';
import { cveSlice, describeSlice, sliceDirectory, type Slice } from './slice.ts';
import { type OpenedAdvisories } from './opened-advisories.ts';
import { readSliceState, writeSliceState, type SliceState } from './slice-state.ts';

/** More ecosystems and releases than this in one image are nonsense, or an attempt to have this machine download everything. */
const mostSlices = 64;
const dayMs = 86_400_000;

/**
 * The advisories for these slices: from this machine where they are there and not old, otherwise downloaded first, as far as that is allowed and
 * possible. With nothing at all the built-in starter advisories answer. Rejects only with ABORTED, and where an older state is wanted as `openReplay` does.
 */
export async function openLocalStore(wanted: readonly Slice[], options: LocalOptions, runtime: Runtime): Promise<OpenedAdvisories> {
  const { replay } = options;
  if (replay !== undefined) return (await import('./open-replay.ts')).openReplay(wanted, { ...options, replay }, runtime);
  const base = options.base === undefined ? undefined : { name: 'db', store: await openDatabase(options.base, runtime) };
  const missing = wanted.filter(
    ({ ecosystem, release }) => ecosystem !== undefined && base?.store.coverage(ecosystem, release) !== 'covered',
  );
  if (missing.length === 0) return { store: base?.store ?? mergeStores([]), issues: [] };
  const slices = [...missing.slice(0, mostSlices - 1), cveSlice];
  const states = slices.map((slice) => readSliceState(sliceDirectory(options.root, slice)));
  const opened = await openSlices(slices, options.root, runtime);
  const due = slices.filter((slice, at) =>
    isDue(states[at]!, opened.has(slice) ? 'whole' : storedData(sliceDirectory(options.root, slice)), runtime.now()),
  );
  if (options.feeds !== undefined) noteUse(slices, states, options.root, runtime);
  const outcome = due.length === 0 ? undefined : await refresh(due, due.length === slices.length && opened.size === 0, options, runtime);
  const current = outcome?.hasChanged === true ? await reopen(slices, opened, options.root, runtime) : opened;
  const stores = [...(base === undefined ? [] : [base]), ...current.values()];
  const failures = slices.map((slice) => [slice, readSliceState(sliceDirectory(options.root, slice)).failures] as const);
  const issues = [
    ...describeFailures(failures, options.feeds !== undefined),
    ...describeLeftOut([...current.keys()], options.root),
    ...(outcome?.issues ?? []),
  ];
  const hasAdvisories = base !== undefined || missing.some((slice) => current.has(slice));
  const noteDamage = (): void => markDamaged([...current.keys()], options.root, runtime);
  if (hasAdvisories) return { store: mergeStores(stores), issues, noteDamage };
  for (const { store } of stores) await store[Symbol.asyncDispose]();
  const { openStarterStore } = await import('../starter/open-starter-store.ts');
  return { store: openStarterStore(), issues };
}

/** Those that can be opened. One that is damaged is not: it is built again, or what it covers counts as missing. */
async function openSlices(slices: readonly Slice[], root: string, runtime: Runtime): Promise<ReadonlyMap<Slice, NamedStore>> {
  const opened = new Map<Slice, NamedStore>();
  for (const slice of slices) {
    try {
      opened.set(slice, { name: slice.name, store: await openDatabase(sliceDirectory(root, slice), runtime) });
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      if (error.code !== 'DATABASE_NOT_FOUND')
        runtime.log.info('stored advisories cannot be opened', { name: slice.name, reason: error.message });
    }
  }
  return opened;
}

async function reopen(
  slices: readonly Slice[],
  opened: ReadonlyMap<Slice, NamedStore>,
  root: string,
  runtime: Runtime,
): Promise<ReadonlyMap<Slice, NamedStore>> {
  for (const { store } of opened.values()) await store[Symbol.asyncDispose]();
  return openSlices(slices, root, runtime);
}

/** Code for downloading and building is loaded only here. */
async function refresh(
  due: readonly Slice[],
  isFirst: boolean,
  { feeds, ...options }: LocalOptions,
  runtime: Runtime,
): Promise<{ readonly hasChanged: boolean; readonly issues: readonly Issue[] }> {
  if (feeds === undefined) return { hasChanged: false, issues: [] };
  const [{ refreshSlices }, { describeRefresh, describeStart }, sources] = await Promise.all([
    import('./refresh-slices.ts'),
    import('./describe-refresh.ts'),
    options.sources(),
  ]);
  const startedAt = performance.now();
  runtime.log.notice(describeStart(due, feeds, { isFirst, hasRepository: options.repository !== undefined }));
  try {
    const result = await refreshSlices(due, sources, { ...options, feeds }, runtime);
    for (const line of describeRefresh(result, feeds, performance.now() - startedAt)) runtime.log.notice(line);
    return { hasChanged: true, issues: [] };
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED' || runtime.signal.aborted) throw error;
    return { hasChanged: false, issues: [makeIssue('ADVISORIES_NOT_FETCHED', 'advisories', error.message)] };
  }
}

function markDamaged(slices: readonly Slice[], root: string, runtime: Runtime): void {
  for (const slice of slices) {
    const directory = sliceDirectory(root, slice);
    try {
      if (readDatabaseStatus(directory, { verify: true }).damaged.length === 0) continue;
      writeSliceState(directory, { ...readSliceState(directory), isDamaged: true });
    } catch (error) {
      // A manifest that is damaged is seen when it is opened.
      runtime.log.debug('damage cannot be noted', { name: slice.name, reason: messageOf(error) });
    }
  }
}

/** `db update` keeps fresh what scans used. Once a day is exact enough, and a machine that cannot be written to has nothing to keep fresh. */
function noteUse(slices: readonly Slice[], states: readonly SliceState[], root: string, runtime: Runtime): void {
  const now = runtime.now();
  for (const [at, slice] of slices.entries()) {
    const state = states[at]!;
    const age = now.getTime() - Date.parse(state.usedAt ?? '');
    if (age >= 0 && age < dayMs) continue;
    try {
      writeSliceState(sliceDirectory(root, slice), { ...state, usedAt: now.toISOString() });
    } catch (error) {
      runtime.log.debug('the use of advisories cannot be noted', { reason: messageOf(error) });
      return;
    }
  }
}

/** Nothing failed, but a report that is silent about it would look as if everything had been asked. */
function describeLeftOut(slices: readonly Slice[], root: string): readonly Issue[] {
  const slicesBySource = new Map<string, { readonly knows: string; readonly slices: Slice[] }>();
  for (const slice of slices) {
    for (const { source, knows } of readSliceState(sliceDirectory(root, slice)).leftOut ?? []) {
      const known = slicesBySource.get(source);
      if (known === undefined) slicesBySource.set(source, { knows, slices: [slice] });
      else known.slices.push(slice);
    }
  }
  return Array.from(slicesBySource, ([source, { knows, slices: of }]) =>
    makeIssue(
      'ADVISORIES_LEFT_OUT',
      'advisories',
      `${source} is too large for a scan to download: ${knows} are not known for ${of.map(describeSlice).join(', ')}`,
    ),
  );
}

/** One issue for each source: it may be missing in several slices. */
function describeFailures(failures: readonly (readonly [Slice, SliceState['failures']])[], mayFetch: boolean): readonly Issue[] {
  const reasons = new Map<string, string>();
  for (const [, ofSlice] of failures) for (const { source, reason } of ofSlice) reasons.set(source, reason);
  if (reasons.size === 0 || !mayFetch) return [];
  const [first] = reasons;
  const more = reasons.size === 1 ? '' : ` (and ${reasons.size - 1} more)`;
  const names = [...reasons.keys()].join(', ');
  return [makeIssue('ADVISORIES_NOT_FETCHED', 'advisories', `could not download ${names}: ${first![1]}${more}`)];
}
