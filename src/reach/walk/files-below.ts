import { type FileTree } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';

/** Paths of the files below a folder; `undefined` where there are more than the limit. Folders that `skips` says are left out. */
export function filesBelow(folder: string, tree: FileTree, skips: (name: string) => boolean = () => false): readonly string[] | undefined {
  const files: string[] = [];
  const open = [folder];
  let count = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [name, entry] of tree.list(at)) {
      if (++count > limits.reachFolderFiles) return undefined;
      const path = at === '' ? name : `${at}/${name}`;
      if (entry.type !== 'directory') files.push(path);
      else if (!skips(name)) open.push(path);
    }
  }
  return files;
}
