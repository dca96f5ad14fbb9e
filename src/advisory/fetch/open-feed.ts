import { type FeedFile, type FeedFolder } from '../source/advisory-source.ts';
import { type FetchOptions } from './fetch-source.ts';
import { openFeedFolder } from './open-feed-folder.ts';
import { type Runtime } from '../../model/runtime.ts';

/** Where a build gets its feeds: a folder as it is, or a mirror (the publishers themselves without one), whose files are kept for the next build. */
export type FeedOrigin = { readonly folder: string } | FeedMirror;

export interface FeedMirror {
  readonly mirror?: URL;
  /** Where downloads are kept, so that the next build asks only for what changed. */
  readonly cache: string;
  readonly connection?: NonNullable<FetchOptions['connection']>;
}

/** Rejects as `fetchSource` does; what a folder does not have is left to the source's parser. */
export async function openFeed(
  origin: FeedOrigin,
  source: { readonly id: string; readonly files: readonly FeedFile[] },
  runtime: Runtime,
): Promise<FeedFolder> {
  if ('folder' in origin) return openFeedFolder(origin.folder);
  // The HTTP client is not loaded for a build from a folder.
  const { fetchSource } = await import('./fetch-source.ts');
  const { cache, mirror, connection } = origin;
  const options = { folder: cache, ...(mirror !== undefined && { mirror }), ...(connection !== undefined && { connection }) };
  return (await fetchSource(source, options, runtime)).folder;
}
