import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type SourceFact } from '../facts/file-fact.ts';
import { readSource } from '../facts/reach-inspector.ts';
import { filesBelow } from '../walk/files-below.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { PerlRoots } from './perl-roots.ts';

/** Modules that the interpreter itself loads for its own syntax: perlvar, perlre, perluniprops. */
const startModules = ['strict', 'warnings', 'utf8', 'feature', 'lib', 'XSLoader', 'DynaLoader', 'Carp', 'Exporter', 'overload', 'overloading', 'constant', 'vars', 'Config', 'Errno', 'POSIX', 'mro', 're', 'Tie::Hash::NamedCapture', 'PerlIO', 'PerlIO::scalar', 'PerlIO::encoding', 'Encode', 'File::Glob', 'sitecustomize']; // prettier-ignore

const notRead = 'is run by Perl and is no source that can be read';

/** Follows Perl: `use` and `require` over `@INC`, computed names as far as literals bound them. */
export class PerlFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #roots: PerlRoots;
  readonly #wholes = new Set<string>();

  constructor(walk: Walk, commands: Commands) {
    this.#walk = walk;
    this.#commands = commands;
    this.#roots = new PerlRoots(walk.world);
  }

  get folderCount(): number {
    return this.#roots.count;
  }

  get starters(): readonly Starter[] {
    return [{ names: ['perl'], start: (words, at) => this.#start(words, at) }];
  }

  /** A program that has the interpreter inside. */
  startEmbedded(edge: Edge): void {
    this.#startInterpreter('usr/bin/perl', edge);
  }

  follow({ entry, certainty }: ReachedFile, fact: SourceFact): void {
    const from = entry.path;
    const loaded: Edge = { from, how: '', certainty };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    if (fact.isCut === true) this.#walk.leaveOpen('perl', from, 'is too long to be read');
    if (fact.isOpen === true) this.#walk.leaveOpen('perl', from, 'requires a computed name');
    for (const name of fact.always) this.#use(name, loaded);
    for (const name of fact.maybe) if (name.startsWith('./')) this.#load(name.slice(2), from, loadable); else this.#use(name, loadable);
    for (const name of fact.names) this.#useNamed(name, from, fact.runs === true, loadable);
    for (const prefix of fact.under) for (const root of this.#roots.all) this.#reachFolder(`${root}/${prefix.slice(0, -2).replaceAll('::', '/')}`, loadable);
    for (const path of fact.paths) {
      const entryAt = this.#walk.world.tree.get(normalizePath(path));
      if (entryAt?.type === 'directory') this.#roots.add(path);
      this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    }
    // `A/B.pm` that loads by computed names loads what is below `A/B/`.
    if (fact.isDynamic === true) this.#reachFolder(from.replace(/\.\w+$/, ''), loadable);
  } // prettier-ignore

  #use(name: string, edge: Edge): void {
    for (const file of this.#roots.resolve(name)) this.#walk.reach(file, { ...edge, how: `uses ${name}` });
  }

  /** `do "file"`, `require "file"`. */
  #load(name: string, from: string, edge: Edge): void {
    for (const folder of [parentPath(from), this.#walk.world.workingDirectory, ...this.#roots.all])
      this.#walk.reach(normalizePath(name.startsWith('/') ? name : `${folder}/${name}`), { ...edge, how: `loads ${name}` });
  }

  #useNamed(name: string, from: string, runs: boolean, edge: Edge): void {
    if (/^[A-Za-z_]\w*(?:::\w+)*$/.test(name)) for (const file of this.#roots.resolve(name)) this.#walk.reach(file, { ...edge, how: `names ${name}` });
    if (/[./]/.test(name)) this.#walk.reach(normalizePath(`${parentPath(from)}/${name}`), { ...edge, how: `names ${name}` });
    if (runs && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
      this.#commands.run({ words: [name], folder: '', edge: { ...edge, how: `may run ${name}` } });
  } // prettier-ignore

  #reachFolder(folder: string, edge: Edge): void {
    const path = normalizePath(folder);
    if (this.#wholes.has(path)) return;
    this.#wholes.add(path);
    const files = filesBelow(path, this.#walk.world.tree);
    if (files === undefined) this.#walk.leaveOpen('perl', path, 'has too many modules that may be loaded by computed names');
    for (const file of files ?? []) if (file.endsWith('.pm')) this.#walk.reach(file, { ...edge, how: 'may be loaded by a computed name' });
  }

  #startInterpreter(path: string, edge: Edge): void {
    this.#roots.addInterpreter(path);
    for (const name of startModules)
      for (const file of this.#roots.resolve(name))
        this.#walk.reach(file, { ...edge, how: `uses ${name} at its start`, certainty: 'loadable' });
    for (const root of this.#roots.all) this.#reachUnicode(root, edge);
  }

  /** Tables of properties of characters, read when a pattern names one. */
  #reachUnicode(root: string, edge: Edge): void {
    for (const file of filesBelow(`${root}/unicore`, this.#walk.world.tree) ?? [])
      this.#walk.reach(file, { ...edge, how: 'may read for a pattern', certainty: 'loadable' });
  }

  #start(words: readonly string[], { program, path, folder, edge }: Started): void {
    this.#startInterpreter(path, edge);
    const inline = (code: string): void => this.follow({ ...edge, entry: program }, readSource('perl', code, 'app/-e'));
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      const module = /^-[mM]-?['"]?([A-Za-z_][\w:]*)/.exec(word)?.[1];
      if (module !== undefined) this.#use(module, edge);
      else if (word.startsWith('-I')) this.#roots.add(inFolder(word.length > 2 ? word.slice(2) : (words[++at] ?? ''), folder));
      else if (/^-[a-zA-Z0-9]*[eE]$/.test(word)) inline(words[++at] ?? '');
      else if (!word.startsWith('-')) {
        this.#runScript(inFolder(word, folder), edge);
        return;
      }
    }
    if (words.length === 0 && edge.certainty === 'loaded') this.#commands.isOpenEnded = true;
  }

  #runScript(path: string, edge: Edge): void {
    const script = this.#walk.reach(path, { ...edge, how: `runs /${path}` });
    if (script === undefined) return;
    if (!this.#walk.world.factsOf(script).some((fact) => fact.kind === 'source')) this.#walk.leaveOpen('perl', script.path, notRead);
    // `use lib "$FindBin::Bin/../lib"`.
    for (const folder of ['', '/lib', '/../lib', '/../lib/perl5', '/../share/perl5'])
      this.#roots.add(`${parentPath(script.path)}${folder}`);
  }
}

function inFolder(word: string, folder: string): string {
  return normalizePath(word.startsWith('/') ? word : `${folder}/${word}`);
}
