import { type MergedTree } from '../../src/image/merged-tree.ts';
import { type TreeNode } from '../../src/image/tree-node.ts';

/** Everything in the tree but directories that no layer lists, in no particular order. */
export function visibleFiles(tree: MergedTree): readonly TreeNode[] {
  return [...tree.directories()].flatMap(({ children }) => [...(children?.values() ?? [])]).filter(({ isImplicit }) => !isImplicit);
}
