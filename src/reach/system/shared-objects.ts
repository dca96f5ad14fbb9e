import { type PathSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';

const selector: PathSelector = { suffixes: ['.so'] };
const most = 20;

/** Every file whose name ends in `.so`, by its name: configuration names modules without their folder. */
export class SharedObjects {
  readonly #tree: FileTree;
  #byName: Map<string, string[]> | undefined;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  named(name: string): readonly string[] {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const { path } of this.#tree.find(selector)) {
        const last = path.slice(path.lastIndexOf('/') + 1);
        const known = this.#byName.get(last);
        if (known === undefined) this.#byName.set(last, [path]);
        else if (known.length < most) known.push(path);
      }
    }
    return this.#byName.get(name) ?? [];
  }
}
