import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { limits } from '../../model/limits.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type SourceFact } from '../facts/file-fact.ts';
import { readSource } from '../facts/reach-inspector.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { NodeModules } from './node-modules.ts';

/** Follows JavaScript: modules by Node's rules, dynamic imports as far as literals bound them. */
export class NodeFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #modules: NodeModules;
  readonly #packages = new Set<string>();

  constructor(walk: Walk, commands: Commands) {
    this.#walk = walk;
    this.#commands = commands;
    this.#modules = new NodeModules(walk.world);
  }

  get starters(): readonly Starter[] {
    return [
      { names: ['node', 'nodejs', 'tsx', 'ts-node', 'bun', 'deno'], start: (words, at) => this.#startNode(words, at) },
      { names: ['npm', 'yarn', 'pnpm', 'yarnpkg'], start: (words, at) => this.#startScript(words, at) },
    ];
  }

  /** `from` is where relative names begin: the file itself, or any name in the folder that inline code runs in. */
  follow({ entry, certainty }: ReachedFile, fact: SourceFact, from = entry.path): void {
    const loaded: Edge = { from: entry.path, how: '', certainty };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    this.#enterPackage(from, loadable);
    if (fact.isCut === true) this.#walk.leaveOpen('javascript', from, 'is too long to be read');
    if (fact.isOpen === true) this.#walk.leaveOpen('javascript', from, 'requires a computed name');
    for (const name of fact.always) this.#require(name, from, loaded);
    for (const name of fact.maybe) this.#require(name, from, loadable);
    for (const prefix of fact.under) this.#requireUnder(prefix, from, loadable);
    for (const name of fact.names) this.#requireNamed(name, from, fact.runs === true, loadable);
    for (const path of fact.paths) this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    if (fact.isDynamic === true) this.#requireAny(from, loadable);
  }

  #require(name: string, from: string, edge: Edge): void {
    for (const path of this.#modules.resolve(name, from)) this.#walk.reach(path, { ...edge, how: `requires ${name}` });
  }

  /** What begins with a literal: files of a folder, or packages. */
  #requireUnder(prefix: string, from: string, edge: Edge): void {
    const how = `requires ${prefix}…`;
    if (!/^[./]/.test(prefix)) {
      for (const name of this.#modules.packagesWith(prefix, parentPath(from)))
        for (const path of this.#modules.resolve(name, from)) this.#walk.reach(path, { ...edge, how });
      return;
    }
    const path = normalizePath(prefix.startsWith('/') ? prefix : `${parentPath(from)}/${prefix}`);
    const folder = prefix.endsWith('/') ? path : parentPath(path);
    const begin = prefix.endsWith('/') ? `${path}/` : path;
    this.#reachCode(folder, edge, how, (file) => file.startsWith(begin));
  }

  /** A literal may name a package, a file beside this one or a program, where something is loaded by a computed name. */
  #requireNamed(name: string, from: string, runs: boolean, edge: Edge): void {
    const how = `names ${name}`;
    if (
      !name.startsWith('/') &&
      this.#modules.findPackage(
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
        parentPath(from),
      ) !== undefined
    ) {
      for (const path of this.#modules.resolve(name, from)) this.#walk.reach(path, { ...edge, how });
    }
    if (name.includes('.')) this.#walk.reach(normalizePath(`${parentPath(from)}/${name}`), { ...edge, how });
    if (runs && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
      this.#commands.run({ words: [name], folder: '', edge: { ...edge, how: `may run ${name}` } });
  }

  /** A computed name with no literal: any file of the same package, and of the packages that it depends on. */
  #requireAny(from: string, edge: Edge): void {
    const manifest = this.#modules.manifestAbove(from);
    if (manifest === undefined) return;
    this.#reachCode(manifest.folder, edge, 'is in a package that loads files by computed names', () => true);
    if (!/(?:^|\/)node_modules\//.test(`${manifest.folder}/`)) return;
    for (const key of ['dependencies', 'optionalDependencies', 'peerDependencies'])
      for (const name of keysOf(field(manifest.content, key)))
        for (const path of this.#modules.resolve(name, from)) this.#walk.reach(path, { ...edge, how: `may require ${name}, a dependency` });
  }

  #reachCode(folder: string, edge: Edge, how: string, accepts: (path: string) => boolean): void {
    const open = [folder];
    let count = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const entry of this.#walk.world.tree.list(at).values()) {
        if (++count > limits.reachFolderFiles) {
          this.#walk.leaveOpen('javascript', folder, 'loads files by computed names, and has too many');
          return;
        }
        if (entry.type === 'directory' && !entry.path.endsWith('/node_modules')) open.push(entry.path);
        else if (accepts(entry.path) && /\.(?:[cm]?js|json|node)$/.test(entry.path)) this.#walk.reach(entry.path, { ...edge, how });
      }
    }
  }

  /** Node reads the manifest; native addons are opened by names that are put together. */
  #enterPackage(from: string, edge: Edge): void {
    const manifest = this.#modules.manifestAbove(from);
    if (manifest === undefined || this.#packages.has(manifest.folder)) return;
    this.#packages.add(manifest.folder);
    this.#walk.reach(manifest.path, { ...edge, how: 'has the manifest' });
    for (const folder of ['build', 'prebuilds', 'lib/binding', 'bin', 'compiled'])
      this.#reachAddons(`${manifest.folder}/${folder}`, edge, 0);
  }

  #reachAddons(folder: string, edge: Edge, depth: number): void {
    for (const entry of this.#walk.world.tree.list(folder).values()) {
      if (entry.type === 'directory' && depth < 3) this.#reachAddons(entry.path, edge, depth + 1);
      else if (/\.(?:node|so[.\d]*|wasm)$/.test(entry.path)) this.#walk.reach(entry.path, { ...edge, how: 'may open the addon' });
    }
  }

  #startNode(words: readonly string[], { program, folder, edge }: Started): void {
    const base = normalizePath(`${folder}/x`);
    const options = [...(this.#walk.world.variable('NODE_OPTIONS') ?? '').split(/\s+/), ...words];
    let script: string | undefined;
    for (let at = 0; at < options.length; at++) {
      const [word = '', value] = options[at]!.split('=', 2);
      if (/^(?:-r|--require|--import|--loader|--experimental-loader)$/.test(word)) {
        const name = value ?? options[++at] ?? '';
        this.#require(name, base, { ...edge, how: `preloads ${name}` });
      } else if (/^(?:-e|--eval|-p|--print|-pe)$/.test(word)) {
        const code = value ?? options[at + 1] ?? '';
        this.follow({ ...edge, entry: program }, readSource('javascript', code, 'app/[eval]'), base);
        return;
      } else if (word !== '' && !word.startsWith('-') && word !== 'watch' && word !== 'run') {
        script = options[at];
        break;
      }
    }
    if (script === undefined) {
      if (words.length === 0) this.#commands.isOpenEnded = edge.certainty === 'loaded';
      return;
    }
    for (const path of this.#modules.resolve(/^\.{0,2}\//.test(script) ? script : `./${script}`, base)) {
      const reached = this.#walk.reach(path, { ...edge, how: `runs ${script}` });
      if (reached !== undefined && !this.#walk.world.factsOf(reached).some((fact) => fact.kind === 'source'))
        this.#walk.leaveOpen('javascript', reached.path, 'is run as JavaScript and is no source that can be read');
    }
  }

  /** `npm start`, `yarn run server`. */
  #startScript(words: readonly string[], { folder, edge }: Started): void {
    const plain = words.filter((word) => !word.startsWith('-'));
    const name = plain[0] === 'run' || plain[0] === 'run-script' ? plain[1] : (plain[0] ?? 'start');
    const manifest = this.#modules.manifestAbove(`${folder}/package.json`);
    const scripts = manifest === undefined ? undefined : field(manifest.content, 'scripts');
    if (manifest === undefined || !isJsonObject(scripts) || name === undefined) return;
    for (const key of [`pre${name}`, name, `post${name}`]) {
      const script = Object.entries(scripts).find(([each]) => each === key)?.[1];
      if (typeof script !== 'string') continue;
      const local = script.replace(/(^|&&|\|\||;)\s*([\w-]+)/g, (all, before: string, program: string) => {
        const bin = `${manifest.folder}/node_modules/.bin/${program}`;
        return this.#walk.world.tree.get(bin)?.type === 'file' ? `${before} /${bin}` : all;
      });
      this.#commands.runScript(local, [], manifest.folder, { ...edge, from: edge.from!, how: `runs the script ${key}` });
    }
  }
}

function keysOf(value: unknown): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
