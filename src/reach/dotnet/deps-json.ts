import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';

/** By `name/version` in lower case: paths of the files of a library of a `*.deps.json`, as they may be beside it. `undefined` where it cannot be read. */
export function readDepsJson(path: string, tree: FileTree): ReadonlyMap<string, readonly string[]> | undefined {
  const entry = tree.get(path);
  const bytes = entry?.type === 'file' ? tree.read(entry) : undefined;
  if (bytes === undefined) return undefined;
  try {
    const document = parseJsonBounded(bytes, { maxBytes: limits.lockfileBytes, maxDepth: 64 });
    const targets = isJsonObject(document) ? field(document, 'targets') : undefined;
    if (!isJsonObject(targets)) return undefined;
    const folder = parentPath(path);
    const found = new Map<string, string[]>();
    for (const target of Object.values(targets)) {
      if (!isJsonObject(target)) continue;
      for (const [key, library] of Object.entries(target)) {
        if (!isJsonObject(library)) continue;
        const assets = ['runtime', 'native', 'runtimeTargets', 'resources'].flatMap((kind) => keysOf(field(library, kind)));
        const paths = assets.flatMap((asset) => [`${folder}/${asset}`, `${folder}/${asset.slice(asset.lastIndexOf('/') + 1)}`]);
        const name = key.toLowerCase().replace(/^runtimepack\./, '');
        found.set(name, [...(found.get(name) ?? []), ...paths.filter((one) => tree.get(one)?.type === 'file')]);
      }
    }
    return found;
  } catch {
    // The catalog reports a document that cannot be read.
    return undefined;
  }
}

function keysOf(value: unknown): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
