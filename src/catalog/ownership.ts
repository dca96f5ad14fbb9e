import { type FileTree } from '../model/file-tree.ts';
import { type CataloguedPackage } from './cataloger.ts';

export interface Ownership {
  /** By the path of a package's metadata: id of the package whose file that is. */
  readonly ownerByPath: ReadonlyMap<string, string>;
  /** Ids of packages whose database lists files: of which one at least is there, and of which none is. */
  readonly withFiles: ReadonlySet<string>;
  readonly withoutFiles: ReadonlySet<string>;
}

/**
 * Streams the paths that packages own, once. A path is looked up in the tree only while nothing of its package was seen, and where its
 * last segment is that of a candidate: databases write `lib/x` where a symlink makes it `usr/lib/x`.
 */
export function findOwnership(tree: FileTree, owners: readonly CataloguedPackage[], candidates: ReadonlySet<string>): Ownership {
  const names = new Set([...candidates].map(lastSegment));
  const ownerByPath = new Map<string, string>();
  const withFiles = new Set<string>();
  const withoutFiles = new Set<string>();
  for (const { id, ownedPaths } of owners) {
    if (ownedPaths === undefined) continue;
    let hasListed = false;
    let hasFile = false;
    for (const path of ownedPaths()) {
      if (!hasFile) {
        const entry = tree.get(path);
        if (entry?.type === 'directory') continue;
        hasListed = true;
        hasFile = entry !== undefined;
      }
      if (names.size === 0 && hasFile) break;
      if (names.has(lastSegment(path))) claim(tree, path, id, candidates, ownerByPath);
    }
    if (hasListed) (hasFile ? withFiles : withoutFiles).add(id);
  }
  return { ownerByPath, withFiles, withoutFiles };
}

function claim(tree: FileTree, path: string, id: string, candidates: ReadonlySet<string>, ownerByPath: Map<string, string>): void {
  const candidate = candidates.has(path) ? path : tree.get(path)?.path;
  if (candidate !== undefined && candidates.has(candidate) && !ownerByPath.has(candidate)) ownerByPath.set(candidate, id);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
