import { type FileTree } from '../model/file-tree.ts';

/** Makes something of a tree once, when it is first wanted; it lives as long as the tree. */
export function rememberByTree<Made extends object>(make: (tree: FileTree) => Made): (tree: FileTree) => Made {
  const remembered = new WeakMap<FileTree, Made>();
  return (tree) => {
    const known = remembered.get(tree);
    if (known !== undefined) return known;
    const made = make(tree);
    remembered.set(tree, made);
    return made;
  };
}
