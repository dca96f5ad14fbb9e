import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { type Package } from '../../model/package.ts';
import { readComposerPackages } from '../php/composer-packages.ts';

export type PackageFolders = (one: Package, type: string) => readonly string[];

/** Folders that are a package's own, for ecosystems that give each one; empty for the others, and where it has none. */
export function packageFolders(tree: FileTree): PackageFolders {
  const vendors = new Map<string, ReadonlyMap<string, string>>();
  return (one, type) => {
    const path = one.locations[0]?.path ?? '';
    if (type === 'npm') return path.endsWith('/package.json') ? [parentPath(path)] : [];
    if (type === 'gem') return gemFolders(path, tree);
    if (type !== 'composer' || !path.endsWith('/composer/installed.json')) return [];
    const vendor = parentPath(parentPath(path));
    let folders = vendors.get(vendor);
    if (folders === undefined) {
      folders = new Map((readComposerPackages(vendor, tree) ?? []).map(({ name, folder }) => [name.toLowerCase(), folder]));
      vendors.set(vendor, folders);
    }
    const folder = folders.get(one.name.toLowerCase());
    return folder === undefined || tree.get(folder) === undefined ? [] : [folder];
  };
}

/** `gems/NAME-VERSION`, and where its compiled modules are, besides. */
function gemFolders(path: string, tree: FileTree): readonly string[] {
  const [, home = '', full = ''] = /^(.*)\/specifications\/(?:default\/)?([^/]+)\.gemspec$/.exec(path) ?? [];
  if (full === '') return [];
  const folders = [`${home}/gems/${full}`];
  for (const platform of tree.list(`${home}/extensions`).keys())
    for (const version of tree.list(`${home}/extensions/${platform}`).keys()) folders.push(`${home}/extensions/${platform}/${version}/${full}`);
  return folders.filter((folder) => tree.list(folder).size > 0);
} // prettier-ignore
