import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { type Package } from '../../model/package.ts';
import { filesBelow } from '../walk/files-below.ts';
import { distributionFiles } from './distribution-files.ts';
import { packageFolders } from './package-folder.ts';

/** Every file that is a package's own, its metadata included: what goes when it goes. Empty where that is not known for certain. */
export function packageFiles(one: Package, tree: FileTree, ownedPaths: (id: string) => Iterable<string>): readonly string[] {
  const type = /^pkg:([a-z]+)\//.exec(one.purl)?.[1] ?? '';
  const path = one.locations[0]?.path ?? '';
  if (type === 'npm' || type === 'gem') {
    const files = packageFolders(tree)(one, type).map((folder) => filesBelow(folder, tree, (name) => name === 'node_modules'));
    return files.includes(undefined) ? [] : [...files.flatMap((each) => each ?? []), ...(type === 'gem' && files.length > 0 ? [path] : [])];
  }
  if (type !== 'pypi') return [...ownedPaths(one.id)];
  const info = parentPath(path);
  if (!info.endsWith('.dist-info') || tree.get(`${info}/RECORD`) === undefined) return [];
  return [...distributionFiles(path, tree), ...(filesBelow(info, tree) ?? [])];
}
