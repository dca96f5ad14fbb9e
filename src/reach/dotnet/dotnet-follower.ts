import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Started, type Starter } from '../command/commands.ts';
import { filesBelow } from '../walk/files-below.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { readDepsJson } from './deps-json.ts';

/**
 * Follows .NET to the assemblies of an application: those that its `*.deps.json` lists, and the shared frameworks. Which of them its code names is not
 * followed; each may be loaded.
 */
export class DotnetFollower {
  readonly #walk: Walk;
  /** Some application was started in a way that was understood. */
  isStarted = false;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  get starters(): readonly Starter[] {
    return [{ names: ['dotnet', 'mono'], start: (words, at) => this.#start(words, at) }];
  }

  /** An application's own program has its assembly beside it. */
  followProgram({ entry, certainty }: ReachedFile): void {
    if (this.#walk.world.tree.get(`${entry.path}.dll`)?.type === 'file')
      this.#startAssembly(`${entry.path}.dll`, { from: entry.path, how: 'is the host of', certainty });
  }

  #start(words: readonly string[], { program, folder, edge }: Started): void {
    const word = words.find((one) => /\.(?:dll|exe)$/i.test(one));
    if (word === undefined) this.#walk.leaveOpen('dotnet', program.path, 'is started with no assembly that is known');
    else this.#startAssembly(normalizePath(word.startsWith('/') ? word : `${folder}/${word}`), { ...edge, how: `runs ${word}` });
    this.#reachFrameworks(parentPath(program.path), edge);
  }

  #startAssembly(path: string, edge: Edge): void {
    if (this.#walk.reach(path, edge) === undefined) return;
    this.isStarted = true;
    const base = path.replace(/\.\w+$/, '');
    const loadable: Edge = { from: path, how: '', certainty: 'loadable' };
    for (const suffix of ['.deps.json', '.runtimeconfig.json']) this.#walk.reach(base + suffix, { ...loadable, how: 'reads' });
    const listed = readDepsJson(`${base}.deps.json`, this.#walk.world.tree);
    const files = listed === undefined ? [...this.#walk.world.tree.list(parentPath(path)).keys()].map((name) => `${parentPath(path)}/${name}`) : [...listed.values()].flat();
    for (const file of files)
      if (/\.(?:dll|so|exe)$/i.test(file)) this.#walk.reach(file, { ...loadable, how: listed === undefined ? 'may load what is beside it' : 'lists it in its deps.json' });
    for (const root of ['usr/share/dotnet', 'usr/lib/dotnet', 'usr/lib64/dotnet', 'opt/dotnet', 'usr/local/share/dotnet']) this.#reachFrameworks(root, loadable);
  } // prettier-ignore

  #reachFrameworks(root: string, edge: Edge): void {
    for (const folder of [`${root}/shared`, `${root}/host`])
      for (const file of filesBelow(folder, this.#walk.world.tree) ?? [])
        this.#walk.reach(file, { ...edge, certainty: 'loadable', how: 'may load from a shared framework' });
  }
}
