import { lastSegment, parentPath } from '../lib/path/normalize-path.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { MergedTree } from './merged-tree.ts';
import { type TreeNode } from './tree-node.ts';

export interface Squashed {
  readonly tree: MergedTree;
  /** What could not be applied, as the runtime could not either. */
  readonly issues: readonly Issue[];
}

/** Applies layers, base first, as a container runtime extracts them; OCI image-spec, layer.md#applying-changesets. Linear in the number of entries. */
export function squash(layers: readonly LayerIndex[]): Squashed {
  const tree = new MergedTree(layers);
  const issues: Issue[] = [];
  layers.forEach((layer, layerIndex) => new LayerApplication(tree, layerIndex, issues).apply(layer));
  return { tree, issues };
}

class LayerApplication {
  readonly #tree: MergedTree;
  readonly #layerIndex: number;
  readonly #issues: Issue[];
  readonly #forwardLinks: FileEntry[] = [];
  /** Hard links to files of this layer, by the file's path in it. */
  readonly #linksByFile = new Map<string, FileEntry>();
  #issueCount = 0;
  /** Entries of one directory come one after the other; its node is found once. */
  #lastParentPath: string | undefined;
  #lastParent: TreeNode | undefined;
  /** Whether a symlink stood on the way to it, so that files in it have another path in the tree than in their layer. */
  #isLastParentLinked = false;

  constructor(tree: MergedTree, layerIndex: number, issues: Issue[]) {
    this.#tree = tree;
    this.#layerIndex = layerIndex;
    this.#issues = issues;
  }

  apply(layer: LayerIndex): void {
    // A whiteout hides lower layers only, never a sibling of its own layer, wherever it is in the archive (layer.md#whiteouts).
    for (const path of layer.opaqueDirectories) this.#hideContent(path);
    for (const path of layer.whiteouts) this.#hide(path);
    for (const entry of layer.entries) this.#place(entry);
    for (const entry of this.#forwardLinks) {
      if (!this.#placeHardLink(entry)) this.#refuse(entry, `a hard link to ${JSON.stringify(entry.linkTarget)}, which does not exist`);
    }
  }

  #hideContent(path: string): void {
    const node = this.#tree.resolve(path, 'follow');
    if (node?.type === 'directory') node.children = undefined;
  }

  #hide(path: string): void {
    this.#tree.resolve(parentPath(path), 'follow')?.children?.delete(lastSegment(path));
  }

  #place(entry: FileEntry): void {
    if (entry.path === '') {
      if (entry.type === 'directory') this.#tree.root.become(entry, this.#layerIndex);
      return;
    }
    if (entry.type === 'hardlink') {
      if (!this.#placeHardLink(entry)) this.#forwardLinks.push(entry);
      return;
    }
    const node = this.#nodeFor(entry);
    if (node !== undefined) this.#put(node, entry);
  }

  #put(node: TreeNode, entry: FileEntry): void {
    const losesChildren = entry.type !== 'directory' && (node.children !== undefined || node === this.#lastParent);
    const isElsewhere = this.#isLastParentLinked;
    if (losesChildren || node.type === 'symlink') this.#lastParentPath = undefined;
    node.become(entry, this.#layerIndex);
    if (this.#linksByFile.size > 0) this.#tellReplaced(entry);
    if (isElsewhere && entry.type === 'file') node.sharedSource = { layerIndex: this.#layerIndex, path: entry.path };
    if (entry.type === 'symlink' || node.sharedSource !== undefined) this.#tree.noteElsewhere(node);
  }

  /** `false` if the target does not exist yet. */
  #placeHardLink(entry: FileEntry): boolean {
    const target = this.#findLinkTarget(entry.linkTarget ?? '');
    if (target === undefined) return false;
    if (target.type === 'directory' || target === this.#existing(entry)) {
      this.#refuse(entry, `a hard link to ${target.type === 'directory' ? 'a directory' : 'itself'}`);
      return true;
    }
    const node = this.#nodeFor(entry);
    if (node === undefined) return true;
    const shared = { ...entry, type: target.type, size: target.size, mode: target.mode, userId: target.userId, groupId: target.groupId };
    delete (shared as { linkTarget?: string }).linkTarget;
    this.#put(node, target.linkTarget === undefined ? shared : { ...shared, linkTarget: target.linkTarget });
    node.sharedSource = target.source;
    this.#tree.noteElsewhere(node);
    if (target.source?.layerIndex === this.#layerIndex) this.#linksByFile.set(target.source.path, entry);
    return true;
  }

  /** A link keeps what its file had (link(2)), but if a path occurs twice in a layer, only its last content was kept. */
  #tellReplaced({ path }: FileEntry): void {
    const link = this.#linksByFile.get(path);
    if (link === undefined) return;
    this.#linksByFile.delete(path);
    this.#refuse(
      link,
      `a hard link to ${JSON.stringify(link.linkTarget)}, which its layer replaces later; it is shown with the later content`,
    );
  }

  #existing(entry: FileEntry): TreeNode | undefined {
    return this.#parentOf(entry)?.child(lastSegment(entry.path));
  }

  /** The last segment is not followed: a hard link to a symlink is that symlink. */
  #findLinkTarget(path: string): TreeNode | undefined {
    const node = this.#tree.resolve(path, 'keep');
    return node?.isImplicit === true && node.type !== 'directory' ? undefined : node;
  }

  /** The node that an entry is about, with its parents made where there are none; `undefined` when a runtime could not extract it. */
  #nodeFor(entry: FileEntry): TreeNode | undefined {
    const parent = this.#parentOf(entry);
    if (parent === undefined) {
      this.#refuse(entry, 'its parent is not a directory');
      return undefined;
    }
    const name = entry.name ?? lastSegment(entry.path);
    return parent.child(name) ?? parent.makeChild(name, this.#layerIndex);
  }

  #parentOf(entry: FileEntry): TreeNode | undefined {
    const path = parentPath(entry.path);
    if (path === this.#lastParentPath) return this.#lastParent;
    this.#lastParent = this.#makeDirectories(path);
    this.#lastParentPath = path;
    this.#isLastParentLinked = this.#lastParent !== undefined && this.#lastParent.path !== path;
    return this.#lastParent;
  }

  /** Runtimes resolve symlinked parents inside the root before they extract (containerd, archive/tar_unix.go, `fs.RootPath`). */
  #makeDirectories(path: string): TreeNode | undefined {
    return this.#tree.walk(path, 'follow', (from, name) => {
      const child = from.child(name) ?? from.makeChild(name, this.#layerIndex);
      return child.type === 'directory' || child.type === 'symlink' ? child : undefined;
    });
  }

  #refuse(entry: FileEntry, reason: string): void {
    if (++this.#issueCount > limits.issuesPerOrigin) return;
    this.#issues.push(makeIssue('ENTRY_INVALID', 'squash', reason, { path: entry.path, layerIndex: this.#layerIndex }));
  }
}
