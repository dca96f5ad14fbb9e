import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Advisory } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Issue } from '../../model/issue.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type FeedSummary } from '../source/advisory-source.ts';
import { type SourceEntry } from '../store/database-manifest.ts';

/** What came out of one feed, for the manifest. */
export type Collected = Pick<SourceEntry, 'newest' | 'records' | 'advisories' | 'invalid' | 'withdrawn' | 'byEcosystem' | 'releases'> & {
  /** Date that the feed states of itself. */
  readonly statedAt?: string;
  readonly issues: readonly Issue[];
};

/** Steps between two reports of progress. */
const progressSteps = 1_000;

/**
 * Takes a source's stream apart: `add` gets every record and returns its ecosystems; issues and the summary are counted.
 * Rejects with the errors of the source, and with DATABASE_BUILD_FAILED if the stream was empty.
 */
export async function collectFeed<Item extends object>(
  sourceId: string,
  stream: AsyncIterable<Item | Issue | FeedSummary>,
  add: (item: Item) => Iterable<string>,
  runtime: Runtime,
): Promise<Collected> {
  const issues: Issue[] = [];
  const byEcosystem = new Map<string, number>();
  let summary: FeedSummary | undefined;
  let items = 0;
  let advisories = 0;
  let newest: number | undefined;
  for await (const item of stream) {
    if (isSummary(item)) summary = item;
    else if (isIssue(item)) issues.push(item);
    else {
      const ecosystems = [...add(item)];
      for (const ecosystem of ecosystems) byEcosystem.set(ecosystem, (byEcosystem.get(ecosystem) ?? 0) + 1);
      if (ecosystems.length > 0) advisories++;
      newest = laterOf(newest, item);
      if (++items % progressSteps === 0) await report(sourceId, items, runtime);
    }
  }
  runtime.progress({ id: sourceId, label: `reading ${sourceId}`, done: items, unit: 'items', finished: true });
  if (items === 0) throw new PratiqueError('DATABASE_BUILD_FAILED', `${sourceId} contains no records`);
  const invalid = summary?.invalid ?? issues.filter((issue) => issue.code === 'RECORD_INVALID').length;
  const now = runtime.now();
  const statedAt = notAfter(now, Date.parse(summary?.asOf ?? ''));
  const newestAt = latest([statedAt, notAfter(now, summary?.newest === undefined ? newest : Date.parse(summary.newest))]);
  return {
    ...(statedAt !== undefined && { statedAt }),
    ...(newestAt !== undefined && { newest: newestAt }),
    records: summary?.records ?? advisories + invalid,
    advisories,
    invalid,
    withdrawn: summary?.withdrawn ?? 0,
    byEcosystem: new Map([...byEcosystem].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(summary?.releases !== undefined && { releases: summary.releases }),
    issues,
  };
}

/** Lets timers and signals in, which a stream that never waits would hold up. */
async function report(sourceId: string, done: number, runtime: Runtime): Promise<void> {
  runtime.progress({ id: sourceId, label: `reading ${sourceId}`, done, unit: 'items' });
  await nextTurn();
  if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'building the database was stopped');
}

/** Which ecosystems `--only` selects. */
export function selector(only: readonly EcosystemId[] | undefined): (ecosystem: EcosystemId) => boolean {
  if (only === undefined) return () => true;
  const wanted = new Set(only);
  return (ecosystem) => wanted.has(ecosystem);
}

export type PlaceSelector = (place: { readonly ecosystem: EcosystemId; readonly release?: string }) => boolean;

/** The same of an ecosystem and its release: with `release` only that one, and nothing about releases that are not named. */
export function placeSelector(only: readonly EcosystemId[] | undefined, wanted: string | undefined): PlaceSelector {
  const selects = selector(only);
  return ({ ecosystem, release }) => selects(ecosystem) && (wanted === undefined || release === wanted);
}

function isSummary(item: object): item is FeedSummary {
  return 'kind' in item && item.kind === 'summary';
}

function isIssue(item: object): item is Issue {
  return 'code' in item && 'severity' in item && 'origin' in item;
}

function laterOf(newest: number | undefined, item: Partial<Pick<Advisory, 'modified' | 'published'>>): number | undefined {
  const date = Date.parse(item.modified ?? item.published ?? '');
  return Number.isNaN(date) || (newest !== undefined && newest >= date) ? newest : date;
}

function latest(dates: readonly (string | undefined)[]): string | undefined {
  return dates
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
}

/** A date in the future is a publisher's mistake and must not make data look current forever. */
function notAfter(now: Date, time: number | undefined): string | undefined {
  return time === undefined || Number.isNaN(time) ? undefined : new Date(Math.min(time, now.getTime())).toISOString();
}
