import { type PathSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { rememberByTree } from '../remember-by-tree.ts';

/** Finds manifests of packages that are installed in one folder, by their names. */
export interface BesideByName {
  /** By folder and name, the path of the manifest; of several versions the first by path. */
  readonly paths: (tree: FileTree) => ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What a manifest's `resolveDependencies` answers: IDs of the named packages that are installed in the same folder as the manifest at `path`. */
  readonly resolve: (
    tree: FileTree,
    path: string,
    names: readonly string[],
    idAt: (path: string) => string | undefined,
  ) => readonly string[];
}

/**
 * The pattern's group `folder` is what packages share, `name` is the name of one. `files` gives the selector of the manifests, which is asked when everything is
 * declared.
 */
export function besideByName(files: () => PathSelector, pattern: RegExp): BesideByName {
  const paths = rememberByTree((tree): ReadonlyMap<string, ReadonlyMap<string, string>> => {
    const folders = new Map<string, Map<string, string>>();
    for (const { path } of tree.find(files())) {
      const { folder = '', name } = pattern.exec(path)?.groups ?? {};
      if (name === undefined) continue;
      const names = folders.get(folder) ?? new Map<string, string>();
      folders.set(folder, names);
      if (!names.has(name) || path < names.get(name)!) names.set(name, path);
    }
    return folders;
  });
  return {
    paths,
    resolve: (tree, path, names, idAt) => {
      const match = pattern.exec(path);
      const known = match === null ? undefined : paths(tree).get(match.groups?.['folder'] ?? '');
      return [...new Set(names.flatMap((name) => idAt(known?.get(name) ?? '') ?? []))];
    },
  };
}
