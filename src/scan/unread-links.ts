import { type MergedTree } from '../image/merged-tree.ts';
import { type ContentSource } from '../image/tree-node.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { makeSelectorIndex, type SelectorIndex } from '../model/selector-index.ts';

/**
 * Contents that are requested under one name and stored in a layer under another: a hard link to, a symlink on, or a path
 * through a linked directory to a file whose own name was not selected when its layer was read. Such layers are read a
 * second time.
 */
export function findUnreadSources(tree: MergedTree, selectors: readonly FileSelector[]): readonly ContentSource[] {
  const index = makeSelectorIndex(selectors);
  const sources: ContentSource[] = [];
  for (const path of wantedPaths(tree, selectors, index)) {
    const node = tree.resolve(path, 'follow');
    const source = node?.source;
    // Under its own name it was handled already: kept, or reported as too large.
    if (node === undefined || source === undefined || index.find(source.path) !== undefined) continue;
    if (tree.read(node) === undefined && node.size <= index.maxBytes(path)) sources.push(source);
  }
  return sources;
}

function* wantedPaths(tree: MergedTree, selectors: readonly FileSelector[], index: SelectorIndex): Iterable<string> {
  // A file whose content is under its own name was selected when its layer was read, if it is needed.
  for (const { path } of tree.elsewhere()) if (index.find(path) !== undefined) yield path;
  for (const { paths = [] } of selectors) yield* paths;
}
