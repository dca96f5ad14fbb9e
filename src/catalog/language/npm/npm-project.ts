import { type FileTree } from '../../../model/file-tree.ts';
import { hasAround } from '../has-around.ts';
import { npmFolderAround } from './npm-folder.ts';
import { isUnpackedRelease } from './npm-installed.ts';
import { isInPythonSite } from '../python/python-site.ts';
import { parseNpmManifest } from './npm-manifest.ts';

const lockNames = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/** Whether no packages are installed for a project's file: neither next to it nor above it, where Node.js and workspaces have them. */
export function isWithoutModules(path: string, tree: FileTree): boolean {
  return npmFolderAround(path) === undefined && !hasAround(tree, path, ['node_modules']);
}

/** Whether a project's package.json names dependencies without a lock file or a node_modules folder for them. */
export function hasUnlockedDependencies(path: string, tree: FileTree): boolean {
  const entry = tree.get(path);
  // A Python package ships built JavaScript with the package.json that it was built from.
  const content = npmFolderAround(path) !== undefined || isInPythonSite(path) || entry === undefined ? undefined : tree.read(entry);
  const manifest = content === undefined ? undefined : parseNpmManifest(content);
  if (manifest === undefined || manifest.dependencies.length === 0 || isUnpackedRelease(path, manifest)) return false;
  return !hasAround(tree, path, ['node_modules', ...lockNames]);
}
