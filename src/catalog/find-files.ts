import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { makeSelectorIndex, type SelectorIndex } from '../model/selector-index.ts';
import { type FileCataloger } from './cataloger.ts';

/** A visible file that a cataloger's selector names. */
export interface FoundFile {
  readonly cataloger: FileCataloger;
  readonly file: TreeEntry;
  readonly content: Uint8Array;
}

/** One pass over the tree. What a link leads to counts under the link's name, unless it is read under its own. */
export function findFiles(tree: FileTree, catalogers: readonly FileCataloger[]): readonly FoundFile[] {
  const index = makeSelectorIndex(catalogers.map((cataloger) => cataloger.files));
  const found: FoundFile[] = [];
  function add(path: string, entry: TreeEntry, wanting: readonly number[]): void {
    const content = tree.read(entry);
    if (content === undefined) return;
    const file = entry.path === path ? entry : { ...withoutLink(entry), path };
    for (const position of wanting) found.push({ cataloger: catalogers[position]!, file, content });
  }
  for (const entry of tree.files()) {
    const wanting = index.find(entry.path);
    if (wanting === undefined || entry.type === 'directory') continue;
    const target = entry.type === 'symlink' ? findUnselected(tree, entry.path, index) : entry;
    if (target !== undefined) add(entry.path, target, wanting);
  }
  for (const path of exactPaths(catalogers)) {
    const target = isThere(found, path) ? undefined : findUnselected(tree, path, index);
    if (target !== undefined) add(path, target, index.find(path) ?? []);
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

function isThere(found: readonly FoundFile[], path: string): boolean {
  return found.some(({ file }) => file.path === path);
}

function withoutLink({ type, size, mode, userId, groupId, layerIndex }: TreeEntry): Omit<TreeEntry, 'path'> {
  return { type, size, mode, userId, groupId, layerIndex };
}
