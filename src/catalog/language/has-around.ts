import { type FileTree } from '../../model/file-tree.ts';

/** Whether a file with one of these names is in the file's folder or above it, where a project or its workspace has its lock file. */
export function hasAround(tree: FileTree, path: string, names: readonly string[]): boolean {
  let folder = path;
  while (folder !== '') {
    folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    const prefix = folder === '' ? '' : `${folder}/`;
    if (names.some((name) => tree.get(prefix + name) !== undefined)) return true;
  }
  return false;
}
