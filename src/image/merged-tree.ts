import { limits } from '../model/limits.ts';
import { type PathSelector } from '../model/file-selector.ts';
import { type FactVersion, type FileTree, type InspectedFile, type TreeEntry } from '../model/file-tree.ts';
import { type Fact, type FileVersion, type LayerIndex } from '../model/layer-index.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { TreeNode } from './tree-node.ts';

/** The merged file system over the indexes of its layers; built by {@link squash}. */
export class MergedTree implements FileTree {
  readonly root = new TreeNode('', undefined, 0);
  readonly #layers: readonly LayerIndex[];
  readonly #found = new Map<PathSelector, readonly TreeNode[]>();
  /** Some may have been replaced or deleted since. */
  readonly #elsewhere = new Set<TreeNode>();
  readonly #facts = new Map<string, readonly ReadonlyMap<string, readonly Fact[]>[]>();

  constructor(layers: readonly LayerIndex[]) {
    this.#layers = layers;
  }

  get layerCount(): number {
    return this.#layers.length;
  }

  /** Those that have something in them, in no particular order: a pass over the tree. */
  *directories(): Iterable<TreeNode> {
    const open = [this.root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.children !== undefined) yield node;
      for (const child of node.children?.values() ?? []) if (child.children !== undefined) open.push(child);
    }
  }

  survey(selectors: readonly PathSelector[]): void {
    const asked = selectors.filter((selector) => !this.#found.has(selector));
    if (asked.length === 0) return;
    const index = makeSelectorIndex(asked);
    const found = asked.map((): TreeNode[] => []);
    for (const directory of this.directories()) {
      const isNamed = index.mayNameIn(directory.path);
      for (const node of directory.children!.values()) {
        // Nearly all end here, before their path is put together.
        if ((!isNamed && !index.mayName(node.name)) || node.type === 'directory') continue;
        for (const position of index.find(node.path) ?? []) found[position]!.push(node);
      }
    }
    for (const [position, selector] of asked.entries()) this.#found.set(selector, found[position]!);
  }

  find(selector: PathSelector): readonly TreeNode[] {
    if (!this.#found.has(selector)) this.survey([selector]);
    return this.#found.get(selector)!;
  }

  list(directory: string): ReadonlyMap<string, TreeNode> {
    return this.resolve(directory, 'follow')?.children ?? none;
  }

  /** To be told of each symlink and of each file whose content is under another name: these are found without a pass over the tree. */
  noteElsewhere(node: TreeNode): void {
    this.#elsewhere.add(node);
  }

  /** Visible symlinks, and visible files whose content is under another name. */
  *elsewhere(): Iterable<TreeNode> {
    for (const node of this.#elsewhere)
      if ((node.type === 'symlink' || node.sharedSource !== undefined) && node.isAttachedTo(this.root)) yield node;
  }

  get(path: string): TreeEntry | undefined {
    return this.resolve(path, 'follow');
  }

  read(entry: TreeEntry): Uint8Array | undefined {
    const source = entry instanceof TreeNode ? entry.source : { layerIndex: entry.layerIndex, path: entry.path };
    return source === undefined ? undefined : this.#layers[source.layerIndex]?.kept.get(source.path)?.content;
  }

  versions(path: string): readonly FileVersion[] {
    return this.#layers.flatMap((layer, layerIndex) => {
      const file = layer.kept.get(path);
      return file === undefined ? [] : [{ ...file, layerIndex }];
    });
  }

  versionsBelow(directory: string): readonly FileVersion[] {
    return this.#layers.flatMap(({ kept }, layerIndex) =>
      [...kept.values()].filter(({ entry }) => entry.path.startsWith(`${directory}/`)).map((file) => ({ ...file, layerIndex })),
    );
  }

  *facts(inspectorId: string): Iterable<InspectedFile> {
    const byPath = this.#factsOf(inspectorId);
    for (const [layerIndex, facts] of byPath.entries()) {
      for (const [path, known] of facts) {
        const node = this.resolve(path, 'keep');
        if (node?.hasOwnContent(path, layerIndex) === true) for (const { value } of known) yield { entry: node, value };
      }
    }
    for (const node of this.elsewhere()) {
      const source = node.sharedSource;
      const known = source === undefined ? undefined : byPath[source.layerIndex]?.get(source.path);
      for (const { value } of known ?? []) yield { entry: node, value };
    }
  }

  factVersions(inspectorId: string, path: string): readonly FactVersion[] {
    return this.#factsOf(inspectorId).flatMap((facts, layerIndex) => (facts.get(path) ?? []).map(({ value }) => ({ layerIndex, value })));
  }

  /** By layer and path; grouped once. */
  #factsOf(inspectorId: string): readonly ReadonlyMap<string, readonly Fact[]>[] {
    const known = this.#facts.get(inspectorId);
    if (known !== undefined) return known;
    const grouped = this.#layers.map(({ facts }) => groupByPath(facts.filter((fact) => fact.inspectorId === inspectorId)));
    this.#facts.set(inspectorId, grouped);
    return grouped;
  }

  /** Follows a path to what is there; `keep` leaves a symlink at its end as it is. */
  resolve(path: string, last: 'follow' | 'keep'): TreeNode | undefined {
    return this.walk(path, last, (directory, name) => directory.child(name));
  }

  /**
   * Walks a path through symlinks, never above the root, at most 40 links long (as Linux, path_resolution(7)). `enter` answers
   * what a name is, and may make it; `undefined` ends the walk.
   */
  walk(path: string, last: 'follow' | 'keep', enter: (from: TreeNode, name: string) => TreeNode | undefined): TreeNode | undefined {
    const pending = path.split('/').reverse();
    const ancestors: TreeNode[] = [];
    let node = this.root;
    let hops = 0;
    while (pending.length > 0) {
      const name = pending.pop()!;
      if (name === '' || name === '.') continue;
      if (name === '..') {
        node = ancestors.pop() ?? this.root;
        continue;
      }
      const child = enter(node, name);
      if (child === undefined) return undefined;
      if (child.type !== 'symlink' || (last === 'keep' && pending.length === 0)) {
        ancestors.push(node);
        node = child;
        continue;
      }
      if (++hops > limits.linkHops) return undefined;
      const target = child.linkTarget ?? '';
      if (target.startsWith('/')) {
        node = this.root;
        ancestors.length = 0;
      }
      pending.push(...target.split('/').reverse());
    }
    return node;
  }
}

const none: ReadonlyMap<string, TreeNode> = new Map();

function groupByPath(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.path);
    if (group === undefined) groups.set(fact.path, [fact]);
    else group.push(fact);
  }
  return groups;
}
