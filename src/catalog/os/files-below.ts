import { type FileTree } from '../../model/file-tree.ts';

/** Paths of everything but directories in a directory, at any depth. */
export function* filesBelow(tree: FileTree, directory: string): Iterable<string> {
  const pending = [directory];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of tree.list(at).values()) {
      if (entry.type === 'directory') pending.push(entry.path);
      else yield entry.path;
    }
  }
}
