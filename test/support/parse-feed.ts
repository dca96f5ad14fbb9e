import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFeedFolder } from '../../src/advisory/fetch/open-feed-folder.ts';
import { type AdvisorySource, type FeedFolder } from '../../src/advisory/source/advisory-source.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { collectAsync } from './collect-async.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Files by path; what is no text or bytes is written as JSON. */
export type FeedFiles = Readonly<Record<string, unknown>>;

/** Everything that a source makes of a folder with these files. */
export async function parseFeed(source: Pick<AdvisorySource, 'parse'>, files: FeedFiles): Promise<unknown[]> {
  return await inFeedFolder(files, (folder) => collectAsync(source.parse(folder, quietRuntime())));
}

export async function inFeedFolder<Value>(files: FeedFiles, use: (folder: FeedFolder) => Promise<Value> | Value): Promise<Value> {
  using folder = temporaryFolder();
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  return await use(openFeedFolder(folder.path));
}
