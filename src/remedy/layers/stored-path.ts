/** What one path cost over all layers. It stays when a layer deletes the path, because the bytes stay in the image. */
export class StoredPath {
  children: Map<string, StoredPath> | undefined;
  /** Bytes of all copies, and of the smallest; a deletion is a copy of no bytes. */
  bytes = 0;
  leastBytes = 0;
  wastedBytes = 0;
  /** The layer whose copy a container would see. */
  visibleIn: number | undefined;
  deletedIn: number | undefined;
  isSameSize = true;
  /** Layers that store it, base first; one that stores it twice is here once. */
  storedIn: readonly number[] = none;
  #copies = 0;
  #visibleBytes = 0;

  /** Stored more than once, or stored and deleted. */
  get isRepeated(): boolean {
    return this.#copies > 1 || (this.#copies === 1 && this.visibleIn === undefined);
  }

  store(layer: number, bytes: number): void {
    if (this.#copies > 0 && bytes !== this.#visibleBytes) this.isSameSize = false;
    this.leastBytes = this.#copies === 0 ? bytes : Math.min(this.leastBytes, bytes);
    if (this.storedIn.at(-1) !== layer) this.storedIn = [...this.storedIn, layer];
    this.#copies++;
    this.bytes += bytes;
    this.#visibleBytes = bytes;
    this.visibleIn = layer;
    this.deletedIn = undefined;
  }

  /** The visible copy is replaced, or deleted by a layer. Only where {@link visibleIn} is known. */
  hide(deletedIn?: number): { readonly layer: number; readonly bytes: number } {
    const hidden = { layer: this.visibleIn ?? 0, bytes: this.#visibleBytes };
    this.wastedBytes += hidden.bytes;
    this.visibleIn = undefined;
    if (deletedIn !== undefined) {
      this.deletedIn = deletedIn;
      this.leastBytes = 0;
    }
    return hidden;
  }

  find(path: string): StoredPath | undefined {
    return segments(path).reduce<StoredPath | undefined>((node, name) => node?.children?.get(name), this);
  }

  make(name: string): StoredPath {
    this.children ??= new Map();
    const known = this.children.get(name);
    if (known !== undefined) return known;
    const node = new StoredPath();
    this.children.set(name, node);
    return node;
  }

  makeAll(path: string): StoredPath {
    return segments(path).reduce<StoredPath>((node, name) => node.make(name), this);
  }

  /** Every path below that was stored. */
  *all(): Iterable<{ readonly path: string; readonly node: StoredPath }> {
    const open: { path: string; node: StoredPath }[] = [{ path: '', node: this }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.node.storedIn.length > 0) yield next;
      for (const [name, node] of next.node.children ?? []) open.push({ path: next.path === '' ? name : `${next.path}/${name}`, node });
    }
  }
}

const none: readonly number[] = [];

function segments(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}
