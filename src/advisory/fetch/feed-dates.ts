import { type FeedFile } from '../source/advisory-source.ts';
import { type FetchState } from './fetch-checkpoint.ts';

/** What is known of a feed's age from the way it came. RFC 3339. */
export interface FeedDates {
  /** When the publisher itself last served every file as it is here. */
  readonly confirmedAt?: string;
  /** The newest Last-Modified of its files. */
  readonly modifiedAt?: string;
  /** When the file that was fetched longest ago was fetched, from wherever. */
  readonly fetchedAt?: string;
}

/** `states` are those of the files that are there. A mirror serves what it once got, so only the publisher's own server confirms that nothing is newer. */
export function feedDatesOf(files: readonly FeedFile[], states: ReadonlyMap<string, FetchState>): FeedDates {
  const fetched = files.flatMap((file) => {
    const state = states.get(file.path);
    return state === undefined ? [] : [{ upstream: file.upstream, state }];
  });
  const fetchedAt = fetched.map(({ state }) => state.checkedAt ?? state.fetchedAt).sort()[0];
  const isOwn = fetched.every(({ upstream, state }) => state.url === upstream);
  const modifiedAt = fetched
    .map(({ state }) => Date.parse(state.lastModified ?? ''))
    .filter((time) => !Number.isNaN(time))
    .sort((a, b) => a - b)
    .at(-1);
  return {
    ...(fetchedAt !== undefined && { fetchedAt }),
    ...(fetchedAt !== undefined && isOwn && { confirmedAt: fetchedAt }),
    ...(modifiedAt !== undefined && { modifiedAt: new Date(modifiedAt).toISOString() }),
  };
}

/**
 * As of when a feed is known to be current. `statedAt` is a date in the feed that is about all of it. The time of a fetch from a mirror is taken only
 * where no other date is known, and the feed's records have no dates either.
 */
export function asOfDate(dates: FeedDates, statedAt: string | undefined, newestRecord: string | undefined): string | undefined {
  if (dates.confirmedAt !== undefined) return dates.confirmedAt;
  const known = [statedAt, dates.modifiedAt].filter((date) => date !== undefined).sort();
  return known.at(-1) ?? (newestRecord === undefined ? dates.fetchedAt : undefined);
}
