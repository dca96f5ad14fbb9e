import { lastSegment, parentPath } from '../../lib/path/normalize-path.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type LayerIndex } from '../../model/layer-index.ts';
import { StoredPath } from './stored-path.ts';

/** Bytes are those of regular files, as the layer's tar has them. */
export interface LayerUse {
  /** Counted from 0 at the base. */
  readonly index: number;
  readonly files: number;
  readonly bytes: number;
  /** Bytes of files of lower layers that this layer replaces, and that it deletes. */
  readonly replacedBytes: number;
  readonly deletedBytes: number;
  /** Bytes of this layer that no container sees, because a later layer replaces or deletes them. */
  readonly wastedBytes: number;
}

/** A path that the image stores and does not show, or stores more than once. */
export interface WastedPath {
  readonly path: string;
  /** Layers that store it, base first. */
  readonly storedIn: readonly number[];
  readonly deletedIn?: number;
  /** Bytes that no container sees. */
  readonly wastedBytes: number;
  /** Every copy has the same size, so that perhaps only its owner or mode changed. */
  readonly isSameSize: boolean;
}

export interface LayerAnalysis {
  readonly layers: readonly LayerUse[];
  readonly bytes: number;
  readonly wastedBytes: number;
  /** The most wasted bytes first; at most {@link maxListed}. */
  readonly wasted: readonly WastedPath[];
  readonly wastedPathCount: number;
  /** As dive counts it, from 0 to 1: for each path the smallest copy, divided by all copies. 1 where nothing is stored. */
  readonly efficiency: number;
  /** As dive counts it: every copy of a path that is stored more than once or deleted, the visible one too. */
  readonly repeatedBytes: number;
  /** {@link repeatedBytes} divided by the bytes of all layers but the first; 0 where these are empty. */
  readonly repeatedShare: number;
}

const maxListed = 1000;

/** What each layer adds, and what later layers replace or delete. A deleted directory counts as the files in it. Linear in the number of entries. */
export function analyseLayers(indexes: readonly LayerIndex[]): LayerAnalysis {
  const stack = new LayerStack(indexes.length);
  indexes.forEach((index, at) => stack.add(index, at));
  const { layers, root } = stack;
  const wasted: WastedPath[] = [];
  let [least, stored, repeatedBytes] = [0, 0, 0];
  for (const { path, node } of root.all()) {
    least += node.leastBytes;
    stored += node.bytes;
    if (!node.isRepeated) continue;
    repeatedBytes += node.bytes;
    wasted.push({
      path,
      storedIn: node.storedIn,
      ...(node.deletedIn === undefined ? {} : { deletedIn: node.deletedIn }),
      wastedBytes: node.wastedBytes,
      isSameSize: node.storedIn.length > 1 && node.isSameSize,
    });
  }
  wasted.sort((a, b) => b.wastedBytes - a.wastedBytes || (a.path < b.path ? -1 : 1));
  const ownBytes = layers.slice(1).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    layers,
    bytes: stored,
    wastedBytes: layers.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0),
    wasted: wasted.slice(0, maxListed),
    wastedPathCount: wasted.length,
    efficiency: stored === 0 ? 1 : least / stored,
    repeatedBytes,
    repeatedShare: ownBytes === 0 ? 0 : repeatedBytes / ownBytes,
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Layers applied one after the other, which remembers what each path cost. */
class LayerStack {
  readonly root = new StoredPath();
  readonly layers: Mutable<LayerUse>[];
  #lastParentPath: string | undefined;
  #lastParent: StoredPath | undefined;

  constructor(count: number) {
    this.layers = Array.from({ length: count }, (_, index) => ({
      index,
      files: 0,
      bytes: 0,
      replacedBytes: 0,
      deletedBytes: 0,
      wastedBytes: 0,
    }));
  }

  /** A whiteout hides lower layers only, wherever it is in the archive; OCI image-spec, layer.md#whiteouts. */
  add(index: LayerIndex, at: number): void {
    for (const path of index.opaqueDirectories) this.#deleteBelow(this.root.find(path), at);
    for (const path of index.whiteouts) this.#delete(this.root.find(path), at);
    for (const entry of index.entries) if (entry.path !== '') this.#place(entry, at);
  }

  #place(entry: FileEntry, at: number): void {
    const node = this.#parentOf(entry.path).make(entry.name ?? lastSegment(entry.path));
    const layer = this.layers[at]!;
    if (node.visibleIn !== undefined) {
      const hidden = node.hide();
      this.layers[hidden.layer]!.wastedBytes += hidden.bytes;
      layer.replacedBytes += hidden.bytes;
    }
    if (entry.type === 'directory') return;
    this.#deleteBelow(node, at);
    const size = entry.type === 'file' ? entry.size : 0;
    node.store(at, size);
    layer.bytes += size;
    if (entry.type === 'file') layer.files++;
  }

  #delete(node: StoredPath | undefined, at: number): void {
    if (node === undefined) return;
    if (node.visibleIn !== undefined) {
      const hidden = node.hide(at);
      this.layers[hidden.layer]!.wastedBytes += hidden.bytes;
      this.layers[at]!.deletedBytes += hidden.bytes;
    }
    this.#deleteBelow(node, at);
  }

  #deleteBelow(node: StoredPath | undefined, at: number): void {
    for (const child of node?.children?.values() ?? []) this.#delete(child, at);
  }

  /** Entries of one directory come one after the other; its node is found once. */
  #parentOf(path: string): StoredPath {
    const parent = parentPath(path);
    if (parent !== this.#lastParentPath || this.#lastParent === undefined) {
      this.#lastParentPath = parent;
      this.#lastParent = this.root.makeAll(parent);
    }
    return this.#lastParent;
  }
}
