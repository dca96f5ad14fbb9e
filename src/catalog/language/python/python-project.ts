import { type FileTree } from '../../../model/file-tree.ts';

const lockNames = ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'Pipfile.lock', 'requirements.txt'];

/** Whether nothing beside a project's file, or in a folder above, says which versions it is installed with. */
export function isWithoutPythonLock(path: string, tree: FileTree): boolean {
  let folder = path;
  while (folder !== '') {
    folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    const prefix = folder === '' ? '' : `${folder}/`;
    if (lockNames.some((name) => tree.get(prefix + name) !== undefined)) return false;
  }
  return true;
}
