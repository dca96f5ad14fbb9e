import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type World } from './world.ts';

/** Folders in which an interpreter finds modules, in its order. */
export class ModuleRoots {
  protected readonly world: World;
  readonly #roots = new Set<string>();

  constructor(world: World) {
    this.world = world;
  }

  get count(): number {
    return this.#roots.size;
  }

  get all(): Iterable<string> {
    return this.#roots;
  }

  add(folder: string): void {
    this.#roots.add(normalizePath(folder));
  }
}
