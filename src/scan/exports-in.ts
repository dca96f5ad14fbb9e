import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type OpenOptions } from '../model/image.ts';
import { buildStamp } from './build-stamp.ts';

/** Keeps what container engines exported in the cache of this build; nothing without a cache. */
export function exportsIn(cache: FileCache | undefined): Pick<OpenOptions, 'exports'> {
  if (cache === undefined) return {};
  const keyOf = (key: string): string => JSON.stringify([buildStamp, key]);
  return { exports: { read: (key) => cache.read(keyOf(key)), write: (key, content) => cache.write(keyOf(key), content) } };
}
