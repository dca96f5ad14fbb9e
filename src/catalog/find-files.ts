import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { makeSelectorIndex, type SelectorIndex } from '../model/selector-index.ts';
import { type FileCataloger } from './cataloger.ts';

/** A visible file that a cataloger's selector names. */
export interface FoundFile {
  readonly cataloger: FileCataloger;
  readonly file: TreeEntry;
  readonly content: Uint8Array;
}

/** What a link leads to counts under the link's name, unless it is read under its own. */
export function findFiles(tree: FileTree, catalogers: readonly FileCataloger[]): readonly FoundFile[] {
  const index = makeSelectorIndex(catalogers.map(({ files }) => files));
  const found: FoundFile[] = [];
  const paths = new Set<string>();
  function add(path: string, entry: TreeEntry, wanting: readonly FileCataloger[]): void {
    const content = tree.read(entry);
    if (content === undefined) return;
    paths.add(path);
    const file = entry.path === path ? entry : { ...withoutLink(entry), path };
    for (const cataloger of wanting) found.push({ cataloger, file, content });
  }
  for (const cataloger of catalogers) {
    for (const entry of tree.find(cataloger.files)) {
      const target = entry.type === 'symlink' ? findUnselected(tree, entry.path, index) : entry;
      if (target !== undefined) add(entry.path, target, [cataloger]);
    }
  }
  for (const path of exactPaths(catalogers)) {
    const target = paths.has(path) ? undefined : findUnselected(tree, path, index);
    if (target !== undefined)
      add(
        path,
        target,
        (index.find(path) ?? []).map((position) => catalogers[position]!),
      );
  }
  return found;
}

/** What a symlink, or a path through a linked directory, leads to; it counts under the wanted name unless it is read under its own. */
function findUnselected(tree: FileTree, path: string, index: SelectorIndex): TreeEntry | undefined {
  const target = tree.get(path);
  return target === undefined || target.type === 'directory' || index.find(target.path) !== undefined ? undefined : target;
}

function exactPaths(catalogers: readonly FileCataloger[]): readonly string[] {
  return [...new Set(catalogers.flatMap((cataloger) => cataloger.files.paths ?? []))];
}

function withoutLink({ type, size, mode, userId, groupId, layerIndex }: TreeEntry): Omit<TreeEntry, 'path'> {
  return { type, size, mode, userId, groupId, layerIndex };
}
