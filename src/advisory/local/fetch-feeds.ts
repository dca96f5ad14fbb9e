import { statSync } from 'node:fs';
import { join } from 'node:path';
import { mapLimited } from '../../lib/async/map-limited.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { fetchSource, type FetchOutcome } from '../fetch/fetch-source.ts';
import { type AdvisorySource } from '../source/advisory-source.ts';
import { type FeedPlace } from './local-options.ts';

/** What a source's feed is now. */
export interface FetchedFeed {
  /** Changes when one of its files does. Absent when it could not be had. */
  readonly fingerprint?: string;
  /** When its publisher itself confirmed that it is current, RFC 3339. */
  readonly confirmedAt?: string;
  readonly failure?: string;
  /** Bytes that came over the network. */
  readonly bytes: number;
}

export type WantedFeed = Pick<AdvisorySource, 'id' | 'files' | 'linkedFiles'>;

/** Downloads at a time: each is from another server, or from one that serves everybody. */
const mostAtOnce = 8;

/**
 * A user waits for these, so a server that does not answer is given up soon: what is missing is said, and the next scan asks again. A transfer that has
 * begun may take as long as bytes keep coming.
 */
const scanLimits = {
  ...limits,
  connectTimeoutMs: 4_000,
  firstAnswerTimeoutMs: 6_000,
  headersTimeoutMs: 20_000,
  attempts: 2,
  retryAfterMs: 5_000,
  feedBytes: 1024 ** 3,
};

/** Brings the feeds up to date, all at once. A feed that fails is told in its result, and its last good files stay. Rejects only with ABORTED. */
export async function fetchFeeds(
  feeds: readonly WantedFeed[],
  place: FeedPlace,
  runtime: Runtime,
): Promise<ReadonlyMap<string, FetchedFeed>> {
  const { folder } = place;
  if (folder !== undefined) return new Map(feeds.map((feed) => [feed.id, readFolderFeed(folder, feed)]));
  const { cache, mirror, connection, authorization } = place;
  const options = {
    folder: cache,
    limits: place.limits ?? scanLimits,
    ...(mirror !== undefined && { mirror }),
    ...(connection !== undefined && { connection }),
    ...(authorization !== undefined && { authorization }),
  };
  const results = await mapLimited(feeds, mostAtOnce, async (feed): Promise<[string, FetchedFeed]> => {
    try {
      return [feed.id, describeOutcome(await fetchSource(feed, options, runtime))];
    } catch (error) {
      if (runtime.signal.aborted) throw error;
      runtime.log.debug('a feed could not be downloaded', { sourceId: feed.id, error });
      return [feed.id, { failure: messageOf(error), bytes: 0 }];
    }
  });
  return new Map(results);
}

function describeOutcome({ files, dates }: FetchOutcome): FetchedFeed {
  const present = files.flatMap(({ path, state }) => (state === undefined ? [] : [`${path} ${state.sha256}`]));
  const bytes = files.reduce((total, { outcome, state }) => total + (outcome === 'fetched' ? (state?.bytes ?? 0) : 0), 0);
  return { fingerprint: present.join('\n'), bytes, ...(dates.confirmedAt !== undefined && { confirmedAt: dates.confirmedAt }) };
}

/** Of a folder only size and time of its files are looked at, and what it does not have is no failure: nobody promised that it has everything. */
function readFolderFeed(folder: string, { files }: WantedFeed): FetchedFeed {
  const present = files.flatMap(({ path }) => {
    const found = statSync(join(folder, path), { throwIfNoEntry: false });
    return found === undefined ? [] : [`${path} ${found.size} ${found.mtimeMs}`];
  });
  return present.length === 0 ? { bytes: 0 } : { fingerprint: present.join('\n'), bytes: 0 };
}
