import { type ContentSource } from '../image/tree-node.ts';
import { type MergedTree } from '../image/merged-tree.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';

/**
 * Contents that someone wants under one name and that a layer holds under another: a hard link to, or a symlink on, a file
 * whose own name nobody asked for when its layer streamed by. Such layers are read a second time.
 */
export function findUnreadSources(tree: MergedTree, selectors: readonly FileSelector[]): readonly ContentSource[] {
  const index = makeSelectorIndex(selectors);
  const sources: ContentSource[] = [];
  for (const entry of tree.files()) {
    if (entry.type !== 'file' && entry.type !== 'symlink') continue;
    if (index.find(entry.path) === undefined) continue;
    const node = tree.resolve(entry.path, 'follow');
    const source = node?.source;
    // Under its own name it was looked at already: kept, or told to be too large.
    if (node?.type !== 'file' || source === undefined || index.find(source.path) !== undefined) continue;
    if (tree.read(node) === undefined && node.size <= index.maxBytes(entry.path)) sources.push(source);
  }
  return sources;
}
