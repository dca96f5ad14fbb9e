import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashFileSync } from '../../lib/file/hash-file.ts';
import { type FetchedSource } from '../fetch/fetch-source.ts';
import { type FeedFolder } from '../source/advisory-source.ts';

/** SHA-256 in hex over the names and the content of every file that a source may read. `given` is everything else that its result depends on. */
export function fingerprintFeed(source: FetchedSource, folder: FeedFolder, given: readonly unknown[]): string {
  const named = [...source.files, ...(source.linkedFiles?.(folder) ?? [])].map(({ path }) => path);
  const paths = [...new Set(named.filter((path) => folder.has(path)).flatMap((path) => filesAt(folder.path, path)))].sort();
  const hash = createHash('sha256').update(JSON.stringify([source.id, ...given]));
  for (const path of paths) hash.update(`\n${JSON.stringify(path)} ${hashFileSync(join(folder.path, path))}`);
  return hash.digest('hex');
}

/** A source may name a folder, as one that was unpacked. */
function filesAt(root: string, path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => statSync(join(root, name)).isFile());
}
