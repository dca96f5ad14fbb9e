import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FeedFolder } from '../source/advisory-source.ts';

/** A folder laid out as the publishers serve their files, read where it is; nothing is copied or written. */
export function openFeedFolder(path: string): FeedFolder {
  const root = resolve(path);
  return { path: root, has: (file) => existsSync(join(root, file)) };
}
