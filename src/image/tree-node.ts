import { type FileEntry, type FileType } from '../model/file-entry.ts';
import { type TreeEntry } from '../model/file-tree.ts';

/** Where a file's content was read: hard links share their target's. */
export interface ContentSource {
  readonly layerIndex: number;
  readonly path: string;
}

/**
 * One name in the merged file system; also the entry that the tree hands out. A directory that no layer lists is implicit.
 * There may be millions: a node keeps its own name only, and its path is put together when someone asks.
 */
export class TreeNode implements TreeEntry {
  readonly name: string;
  readonly parent: TreeNode | undefined;
  type: FileType = 'directory';
  size = 0;
  mode = 0o755;
  userId = 0;
  groupId = 0;
  linkTarget?: string;
  layerIndex: number;
  /** Made with the first child. */
  children: Map<string, TreeNode> | undefined;
  /** Where the content is under another name; otherwise it is under its own. */
  sharedSource: ContentSource | undefined;
  isImplicit = true;
  #prefix: string | undefined;

  constructor(name: string, parent: TreeNode | undefined, layerIndex: number) {
    this.name = name;
    this.parent = parent;
    this.layerIndex = layerIndex;
  }

  get path(): string {
    return this.parent === undefined ? '' : this.parent.#pathPrefix() + this.name;
  }

  /** In front of the names in this directory; remembered, because all of them ask. */
  #pathPrefix(): string {
    this.#prefix ??= this.parent === undefined ? '' : `${this.path}/`;
    return this.#prefix;
  }

  /** Where its content was read; `undefined` for what has none. */
  get source(): ContentSource | undefined {
    if (this.type !== 'file') return undefined;
    return this.sharedSource ?? { layerIndex: this.layerIndex, path: this.path };
  }

  /** Whether it is the file that this layer has at this very path. */
  hasOwnContent(path: string, layerIndex: number): boolean {
    return this.type === 'file' && this.layerIndex === layerIndex && this.sharedSource === undefined && this.path === path;
  }

  /** Whether it is still in the tree with this root; a node that was replaced or deleted is not. */
  isAttachedTo(root: TreeNode): boolean {
    if (this.parent === undefined) return this === root;
    return this.parent.child(this.name) === this && this.parent.isAttachedTo(root);
  }

  child(name: string): TreeNode | undefined {
    return this.children?.get(name);
  }

  /** An implicit directory where there is none yet. */
  makeChild(name: string, layerIndex: number): TreeNode {
    const node = new TreeNode(name, this, layerIndex);
    this.children ??= new Map();
    this.children.set(name, node);
    return node;
  }

  /** Becomes what the entry says; a directory stays one with its children, anything else loses them. */
  become(entry: Omit<FileEntry, 'path'>, layerIndex: number): void {
    if (entry.type !== 'directory' || this.type !== 'directory') this.children = undefined;
    this.type = entry.type;
    this.size = entry.size;
    this.mode = entry.mode;
    this.userId = entry.userId;
    this.groupId = entry.groupId;
    this.layerIndex = layerIndex;
    this.isImplicit = false;
    this.sharedSource = undefined;
    // Deleting a property makes an object slow and large; hardly any node ever was a link before.
    if (entry.linkTarget !== undefined) this.linkTarget = entry.linkTarget;
    else if (this.linkTarget !== undefined) delete this.linkTarget;
  }
}
