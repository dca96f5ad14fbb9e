import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';
import { type NotFollowed, type ReachStep } from '../../model/reach.ts';
import { type ReachLanguage } from '../facts/file-fact.ts';
import { type World } from './world.ts';

export type Certainty = 'loaded' | 'loadable';

/** How a file is reached. */
export interface Edge {
  /** Path of the file that leads to it; absent for the entrypoint. */
  readonly from?: string;
  readonly how: string;
  readonly certainty: Certainty;
}

export interface ReachedFile extends Edge {
  readonly entry: TreeEntry;
}

/**
 * Files that can be reached from the entrypoint, each with the shortest way to it. What is loaded for certain is followed to its end before
 * what may be loaded, so a file is never reached twice.
 */
export class Walk {
  readonly world: World;
  /** By path after links. */
  readonly files = new Map<string, ReachedFile>();
  /** Where something has the name of a link, or is behind one: the path after links. */
  readonly links = new Map<string, string>();
  /** How many folders of modules were known when a file of source code was followed. */
  readonly followedWith = new Map<string, number>();
  /** Languages of which anything that is installed may be loaded, and why. */
  readonly open = new Map<ReachLanguage, NotFollowed>();
  readonly #pending: Readonly<Record<Certainty, ReachedFile[]>> = { loaded: [], loadable: [] };
  readonly #followed = { loaded: 0, loadable: 0 };
  readonly #notFollowed = new Map<string, NotFollowed>();
  #isCut = false;

  constructor(world: World) {
    this.world = world;
  }

  get notFollowed(): readonly NotFollowed[] {
    return [...this.#notFollowed.values()];
  }

  /** The limit on work was reached: what was not reached is not known. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Reaches the file at a path, if one is there. What a file that only may be loaded leads to may be loaded, too. */
  reach(path: string, edge: Edge): TreeEntry | undefined {
    const normal = normalizePath(path);
    const entry = this.world.tree.get(normal);
    if (entry === undefined || entry.type === 'directory') return undefined;
    const real = entry.path;
    if (real !== normal) this.links.set(normal, real);
    const isSure = edge.certainty === 'loaded' && (edge.from === undefined || this.files.get(edge.from)?.certainty !== 'loadable');
    const certainty = isSure ? 'loaded' : 'loadable';
    const known = this.files.get(real);
    if (known !== undefined && (known.certainty === 'loaded' || certainty === 'loadable')) return entry;
    if (known === undefined && this.files.size >= limits.reachedFiles) {
      this.#isCut = true;
      return undefined;
    }
    const file = { ...edge, certainty, entry } as const;
    this.files.set(real, file);
    this.#pending[certainty].push(file);
    return entry;
  }

  /** The next file to follow; `undefined` when all were. */
  next(): ReachedFile | undefined {
    for (;;) {
      const kind = this.#followed.loaded < this.#pending.loaded.length ? 'loaded' : 'loadable';
      const file = this.#pending[kind][this.#followed[kind]++];
      // One that was reached in a surer way in the meantime is followed for that.
      if (file === undefined || this.files.get(file.entry.path) === file) return file;
    }
  }

  /** Loaded code of a language decides at run time what it loads, with nothing to bound it: of its packages none is ruled out. */
  leaveOpen(language: ReachLanguage, path: string, reason: string): void {
    if (!this.open.has(language)) this.open.set(language, { path, reason });
    this.noteNotFollowed(path, reason);
  }

  noteNotFollowed(path: string, reason: string): void {
    if (this.#notFollowed.size < limits.reachNotes) this.#notFollowed.set(`${path} ${reason}`, { path, reason });
  }

  /** From the entrypoint to a file. */
  stepsTo(path: string): readonly ReachStep[] {
    const steps: ReachStep[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = path; at !== undefined && !seen.has(at);) {
      const file: ReachedFile | undefined = this.files.get(at);
      if (file === undefined) break;
      seen.add(at);
      steps.unshift({ path: at, how: file.how });
      at = file.from;
    }
    return steps;
  }
}
