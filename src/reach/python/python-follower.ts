import { parentPath } from '../../lib/path/normalize-path.ts';
import { limits } from '../../model/limits.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type SourceFact } from '../facts/file-fact.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { PythonRoots } from './python-roots.ts';

/** Modules that the interpreter imports before any script. */
const startModules = ['site', 'sitecustomize', 'usercustomize', 'encodings', 'codecs', 'io', 'abc', 'os', 'stat', 'posixpath', 'genericpath', '_collections_abc', '_sitebuiltins', 'runpy', 'importlib.util', 'importlib.machinery', 'zipimport', 'linecache', 'traceback', 'warnings', 'threading', 'signal', 'locale', 'types']; // prettier-ignore
/** Programs in Python whose arguments name modules. */
const moduleWord = /^([A-Za-z_][\w.]*)(?::[\w.()]+)?$/;

/** Follows Python: imports over the folders of the interpreter that runs, dynamic ones as far as literals bound them. */
export class PythonFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #roots: PythonRoots;
  readonly #sites = new Set<string>();

  constructor(walk: Walk, commands: Commands) {
    this.#walk = walk;
    this.#commands = commands;
    this.#roots = new PythonRoots(walk.world);
  }

  get starters(): readonly Starter[] {
    return [{ names: ['python', 'pypy', 'uwsgi'], start: (words, at) => this.#start(words, at) }];
  }

  /** A program that has the interpreter inside, such as uWSGI. */
  startEmbedded(edge: Edge): void {
    this.#startInterpreter(['usr/bin/python3', 'usr/local/bin/python3'], edge);
  }

  follow({ entry }: ReachedFile, fact: SourceFact): void {
    const from = entry.path;
    const loaded: Edge = { from, how: '', certainty: 'loaded' };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    if (fact.isCut === true) this.#walk.noteNotFollowed(from, 'is too long to be read');
    for (const name of fact.always) this.#import(name, from, loaded);
    for (const name of fact.maybe) this.#import(name, from, loadable);
    for (const name of fact.names) this.#importNamed(name, from, fact.runs === true, loadable);
    for (const path of fact.paths) this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    if (fact.isDynamic === true) this.#reachBeside(parentPath(from), loadable);
  }

  #import(name: string, from: string, edge: Edge): void {
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(name)!;
    if (dots === '') {
      for (const file of this.#roots.resolve(rest).files) this.#walk.reach(file, { ...edge, how: `imports ${name}` });
      return;
    }
    // One dot is the package of this file, each other one the package above.
    let folder = parentPath(from);
    for (let at = 1; at < dots.length; at++) folder = parentPath(folder);
    const base = rest === '' ? [folder] : [`${folder}/${rest.replaceAll('.', '/')}`];
    for (const path of base) for (const file of this.#moduleFiles(path)) this.#walk.reach(file, { ...edge, how: `imports ${name}` });
  }

  #moduleFiles(path: string): readonly string[] {
    const { tree } = this.#walk.world;
    const folder = parentPath(path);
    const last = path.slice(folder.length + 1);
    const objects = [...tree.list(folder).keys()]
      .filter((name) => name.startsWith(`${last}.`) && name.endsWith('.so'))
      .map((name) => `${folder}/${name}`);
    return [`${path}/__init__.py`, `${path}.py`, ...objects].filter((file) => tree.get(file)?.type === 'file');
  }

  #importNamed(name: string, from: string, runs: boolean, edge: Edge): void {
    const module = moduleWord.exec(name)?.[1];
    if (module !== undefined) {
      const found = this.#roots.resolve(module);
      for (const file of found.files) this.#walk.reach(file, { ...edge, how: `names ${name}` });
    }
    if (name.includes('.')) this.#walk.reach(`${parentPath(from)}/${name}`, { ...edge, how: `names ${name}` });
    if (runs && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
      this.#commands.run({ words: [name], folder: '', edge: { ...edge, how: `may run ${name}` } });
  }

  /** A computed import: any module of the same package. The folder of all installed packages is none. */
  #reachBeside(folder: string, edge: Edge): void {
    if (/(?:site|dist)-packages$|\/python\d[\d.]*$/.test(folder) || folder === '') {
      this.#walk.noteNotFollowed(edge.from ?? folder, 'imports a computed name; literals that name modules were followed');
      return;
    }
    const open = [folder];
    let count = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const [name, entry] of this.#walk.world.tree.list(at)) {
        if (++count > limits.reachFolderFiles) {
          this.#walk.noteNotFollowed(folder, 'imports computed names, and has too many files');
          return;
        }
        if (entry.type === 'directory') open.push(`${at}/${name}`);
        else if (/\.(?:py|so)$/.test(name))
          this.#walk.reach(`${at}/${name}`, { ...edge, how: 'is in a package that imports computed names' });
      }
    }
  }

  #startInterpreter(paths: readonly string[], edge: Edge): void {
    for (const path of paths) this.#roots.addInterpreter(path);
    for (const path of (this.#walk.world.variable('PYTHONPATH') ?? '').split(':')) if (path !== '') this.#roots.add(path);
    for (const name of startModules)
      for (const file of this.#roots.resolve(name).files) this.#walk.reach(file, { ...edge, how: `imports ${name} at its start` });
    for (const file of this.#roots.resolve('encodings').files) this.#reachBeside(parentPath(file), { ...edge, certainty: 'loadable' });
    for (const site of [...this.#roots.sites()]) {
      if (this.#sites.has(site)) continue;
      this.#sites.add(site);
      for (const name of this.#walk.world.tree.list(site).keys()) if (name.endsWith('.pth')) this.#readPth(`${site}/${name}`, site, edge);
    }
  }

  /** A line is a folder to add, or an import to run: docs.python.org/3/library/site.html. */
  #readPth(path: string, site: string, edge: Edge): void {
    const entry = this.#walk.reach(path, { ...edge, how: 'reads at its start' });
    for (const fact of entry === undefined ? [] : this.#walk.world.factsOf(entry)) {
      if (fact.kind !== 'text') continue;
      for (const line of fact.text.split(/\r?\n/)) {
        if (/^import[ \t]/.test(line))
          for (const [, name] of line.matchAll(/\bimport\s+([\w.]+)/g))
            this.#import(name!, path, { from: path, how: '', certainty: edge.certainty });
        else if (line !== '' && !line.startsWith('#')) this.#roots.add(line.startsWith('/') ? line : `${site}/${line}`);
      }
    }
  }

  #start(words: readonly string[], { program, path, folder, edge }: Started): void {
    this.#startInterpreter([path, program.path], edge);
    let at = 0;
    for (; at < words.length; at++) {
      const word = words[at]!;
      if (word === '-m' || word === '-c') break;
      if (/^-[WX]$/.test(word)) at++;
      else if (!word.startsWith('-')) break;
    }
    const word = words[at];
    if (word === undefined) {
      if (words.length === 0 && edge.certainty === 'loaded' && program.path.includes('python')) this.#commands.isOpenEnded = true;
      return;
    }
    this.#roots.add(folder);
    if (word === '-m') {
      const name = words[at + 1] ?? '';
      this.#import(name, folder, edge);
      this.#import(`${name}.__main__`, folder, edge);
    } else if (word !== '-c') {
      const script = this.#walk.reach(word.startsWith('/') ? word : `${folder}/${word}`, { ...edge, how: `runs ${word}` });
      if (script !== undefined) this.#roots.add(parentPath(script.path));
    }
    // Folders, such as that of `--chdir`, may be searched for modules.
    for (const given of words.slice(at + 1)) {
      const path = given.replace(/^--?[\w-]+=/, '');
      if (path.startsWith('/') && this.#walk.world.tree.get(path)?.type === 'directory') this.#roots.add(path);
    }
    // Servers are given the module of an application: `gunicorn shop.wsgi:app`.
    for (const given of [...words.slice(at + 1), ...this.#walk.world.environment.map((one) => one.slice(one.indexOf('=') + 1))]) {
      const module = moduleWord.exec(given.replace(/^--?[\w-]+=/, '').replace(/\.py$/, ''))?.[1];
      if (module !== undefined && module !== 'python')
        for (const file of this.#roots.resolve(module).files) this.#walk.reach(file, { ...edge, how: `is given ${given}` });
    }
    this.#reachApplication(folder, edge);
  }

  /** Frameworks find `app.py` and its like by themselves. */
  #reachApplication(folder: string, edge: Edge): void {
    for (const name of ['app', 'wsgi', 'asgi', 'main', 'manage', 'settings', 'gunicorn.conf'])
      this.#walk.reach(`${folder}/${name}.py`, { ...edge, how: 'may be found in the working directory', certainty: 'loadable' });
  }
}
