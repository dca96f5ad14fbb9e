import { FileCache } from '../../../lib/file-cache/file-cache.ts';
import { limits } from '../../../model/limits.ts';
import { type RevocationListCache } from './revocation-status.ts';

/** Keeps revocation lists in a folder between runs, the least used go first. Rejects when the folder cannot be used, which those who check revocation survive. */
export function fileRevocationListCache(folder: string, now: Date): RevocationListCache {
  const cache = new FileCache(folder, 4 * limits.crlBytes);
  return {
    read: (url) => cache.read(url),
    write: async (url, list) => {
      await cache.write(url, Buffer.from(list));
      await cache.trim(now);
    },
  };
}
