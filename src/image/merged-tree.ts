import { lastSegment } from '../lib/path/normalize-path.ts';
import { limits } from '../model/limits.ts';
import { type FactVersion, type FileTree, type InspectedFile, type TreeEntry } from '../model/file-tree.ts';
import { type Fact, type FileVersion, type LayerIndex } from '../model/layer-index.ts';
import { TreeNode } from './tree-node.ts';

/** The merged file system over the indexes of its layers; built by {@link squash}. */
export class MergedTree implements FileTree {
  readonly root = new TreeNode('', undefined, 0);
  readonly #layers: readonly LayerIndex[];
  readonly #facts = new Map<string, readonly ReadonlyMap<string, readonly Fact[]>[]>();

  constructor(layers: readonly LayerIndex[]) {
    this.#layers = layers;
  }

  get layerCount(): number {
    return this.#layers.length;
  }

  *files(): Iterable<TreeNode> {
    const open: Iterator<TreeNode>[] = [this.root.children?.values() ?? [].values()];
    while (open.length > 0) {
      const next = open[open.length - 1]!.next();
      if (next.done === true) {
        open.pop();
        continue;
      }
      if (!next.value.isImplicit) yield next.value;
      if (next.value.children !== undefined) open.push(next.value.children.values());
    }
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
    if (byPath.every((facts) => facts.size === 0)) return;
    // Few files have facts, and a path costs more to put together than a name to look up.
    const names = new Set(byPath.flatMap((facts) => Array.from(facts.keys(), lastSegment)));
    for (const node of this.files()) {
      const source = node.sharedSource === undefined && !names.has(node.name) ? undefined : node.source;
      if (source === undefined) continue;
      for (const { value } of byPath[source.layerIndex]?.get(source.path) ?? []) yield { entry: node, value };
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

function groupByPath(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.path);
    if (group === undefined) groups.set(fact.path, [fact]);
    else group.push(fact);
  }
  return groups;
}
