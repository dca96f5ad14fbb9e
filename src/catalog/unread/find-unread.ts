import { type PathSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { executableFormat, type ExecutableFormat } from '../executable/executable-format.ts';
import { isInJavaHome } from '../language/java/java-home.ts';
import { npmFolderAround } from '../language/npm/npm-folder.ts';
import { isInPythonSite } from '../language/python/python-site.ts';
import { unreadFiles, type UnreadFiles } from './unread-files.ts';

/** What a path was not read for. */
export type UnreadKind = Pick<UnreadFiles, 'kind' | 'what'>;

/** What {@link findUnread} looks for. */
export function unreadSelectors(isImage: boolean): readonly PathSelector[] {
  return rowsOf(isImage).map(({ files }) => files);
}

function rowsOf(isImage: boolean): readonly UnreadFiles[] {
  return isImage ? unreadFiles.filter(({ isSourceOnly }) => isSourceOnly !== true) : unreadFiles;
}

/** By path, in order of paths, the kind of packages that no cataloger read there. */
export function findUnread(tree: FileTree, isImage: boolean): ReadonlyMap<string, UnreadKind> {
  const unread = new Map<string, UnreadKind>();
  for (const row of rowsOf(isImage))
    for (const { path } of tree.find(row.files)) {
      if (unread.has(path) || (row.isSourceOnly === true && isInInstalledPackage(path))) continue;
      if (row.applies?.(path, tree) ?? true) unread.set(path, row);
    }
  if (isImage) for (const [path, kind] of findExecutables(tree)) unread.set(path, kind);
  return new Map([...unread].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The manifests that an npm or Python package ships for its own developers tell of no other package: it is listed itself. */
function isInInstalledPackage(path: string): boolean {
  return npmFolderAround(path) !== undefined || isInPythonSite(path);
}

const kindByFormat: Readonly<Record<ExecutableFormat, UnreadKind>> = {
  elf: { kind: 'executable', what: 'programs and libraries that no package owns' },
  pe: { kind: 'executable', what: 'programs and libraries that no package owns' },
  'mach-o': { kind: 'executable', what: 'programs and libraries that no package owns' },
  dotnet: { kind: 'dotnet', what: '.NET packages' },
};

/** Native parts of an npm or Python package are scanned with it, those of a Java runtime with that. */
function* findExecutables(tree: FileTree): Iterable<readonly [path: string, kind: UnreadKind]> {
  for (const { entry, value } of tree.facts(executableFormat.id)) {
    if (!isInInstalledPackage(entry.path) && !isInJavaHome(tree, entry.path)) yield [entry.path, kindByFormat[value as ExecutableFormat]];
  }
}
