import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type FeedFolder } from '../source/advisory-source.ts';
import { feedDatesOf, type FeedDates } from './feed-dates.ts';
import { readFetchCheckpoint, type FetchState } from './fetch-checkpoint.ts';
import { type FetchedSource, type FetchOptions } from './fetch-source.ts';
import { openFeedFolder } from './open-feed-folder.ts';
import { type Runtime } from '../../model/runtime.ts';

/** Where a build gets its feeds: a folder as it is, or a mirror (the publishers themselves without one), whose files are kept for the next build. */
export type FeedOrigin = { readonly folder: string } | FeedMirror;

export interface FeedMirror {
  readonly mirror?: URL;
  /** Where downloads are kept, so that the next build asks only for what changed. */
  readonly cache: string;
  readonly connection?: NonNullable<FetchOptions['connection']>;
  /** Header field for the mirror. */
  readonly authorization?: string;
}

export interface OpenFeed {
  readonly folder: FeedFolder;
  readonly dates: FeedDates;
}

/** Rejects as `fetchSource` does; what a folder does not have is left to the source's parser. */
export async function openFeed(origin: FeedOrigin, source: FetchedSource, runtime: Runtime): Promise<OpenFeed> {
  if ('folder' in origin) return { folder: openFeedFolder(origin.folder), dates: datesInFolder(origin.folder, source) };
  // The HTTP client is not loaded for a build from a folder.
  const { fetchSource } = await import('./fetch-source.ts');
  const { cache, mirror, connection, authorization } = origin;
  const options = {
    folder: cache,
    ...(mirror !== undefined && { mirror }),
    ...(connection !== undefined && { connection }),
    ...(authorization !== undefined && { authorization }),
  };
  return await fetchSource(source, options, runtime);
}

/** A folder that an earlier fetch filled has the dates of that fetch, for the files that are still as it left them. */
function datesInFolder(folder: string, source: FetchedSource): FeedDates {
  const isThere = ([path, { bytes }]: [string, FetchState]): boolean =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes;
  return feedDatesOf(source.files, new Map([...readFetchCheckpoint(folder, source.id)].filter(isThere)));
}
