import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Package } from '../../model/package.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type ElfFact, type SourceFact } from '../facts/file-fact.ts';
import { readSource } from '../facts/reach-inspector.ts';
import { filesBelow } from '../walk/files-below.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { Distributions } from './distributions.ts';
import { PythonRoots } from './python-roots.ts';

/** Modules that the interpreter imports before any script. */
const startModules = ['site', 'sitecustomize', 'usercustomize', 'encodings', 'codecs', 'io', 'abc', 'os', 'stat', 'posixpath', 'genericpath', '_collections_abc', '_sitebuiltins', 'runpy', 'importlib.util', 'importlib.machinery', 'zipimport', 'linecache', 'traceback', 'warnings', 'threading', 'signal', 'locale', 'types']; // prettier-ignore
/** Programs in Python whose arguments name modules. */
const moduleWord = /^([A-Za-z_][\w.]*)(?::[\w.()]+)?$/;

const libraryFolder = /(?:^|\/)(?:site-packages|dist-packages|(?:python|pypy)\d[\d.]*)(?:\/|$)/;

/** Follows Python: imports over the folders of the interpreter that runs, dynamic ones as far as literals bound them. */
export class PythonFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #roots: PythonRoots;
  readonly #sites = new Set<string>();
  readonly #wholes = new Set<string>();
  readonly #distributions: Distributions;

  constructor(walk: Walk, commands: Commands, packages: readonly Package[]) {
    this.#walk = walk;
    this.#commands = commands;
    this.#roots = new PythonRoots(walk.world);
    this.#distributions = new Distributions(packages, walk.world.tree);
  }

  get folderCount(): number {
    return this.#roots.count;
  }

  get starters(): readonly Starter[] {
    return [{ names: ['python', 'pypy', 'uwsgi'], start: (words, at) => this.#start(words, at) }];
  }

  /** A program that has the interpreter inside, such as uWSGI. */
  startEmbedded(edge: Edge): void {
    this.#startInterpreter(['usr/bin/python3', 'usr/local/bin/python3'], edge);
  }

  follow({ entry, certainty }: ReachedFile, fact: SourceFact): void {
    const from = entry.path;
    const loaded: Edge = { from, how: '', certainty };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    const isApplication = !libraryFolder.test(from);
    if (fact.isCut === true) this.#walk.leaveOpen('python', from, 'is too long to be read');
    if (fact.isOpen === true) this.#walk.leaveOpen('python', from, 'imports a computed name');
    for (const name of fact.always) this.#import(name, from, loaded);
    for (const name of fact.maybe) this.#import(name, from, loadable);
    for (const name of fact.under) this.#importUnder(name, from, loadable);
    for (const name of fact.names) this.#importNamed(name, from, { runs: fact.runs === true, isApplication }, loadable);
    for (const path of fact.paths) this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    if (fact.isDynamic === true) this.#reachWhole(from, loadable);
    if (fact.findsPlugins === true && !/(?:^|\/)python\d[\d.]*\/(?!(?:site|dist)-packages\/)/.test(from))
      this.#reachPlugins(fact, loadable);
  }

  /** A compiled module: what its code imports is in its data, or in the dependencies that its distribution declares. */
  followModule({ entry }: ReachedFile, fact: ElfFact): void {
    if (!entry.path.endsWith('.so') || (fact.modules === undefined && !libraryFolder.test(entry.path))) return;
    const edge: Edge = { from: entry.path, how: '', certainty: 'loadable' };
    for (const name of fact.modules ?? []) {
      const found = this.#roots.resolve(name);
      for (const file of found.isWhole || name.includes('.') ? found.files : []) this.#walk.reach(file, { ...edge, how: `names ${name}` });
    }
    for (const { name, files } of this.#distributions.neededBy(entry.path))
      for (const file of files)
        if (/\.(?:py|so)$/.test(file)) this.#walk.reach(file, { ...edge, how: `is of a package that depends on ${name}` });
  }

  /** Entry points: packaging.python.org/specifications/entry-points. Which groups a file reads is known where it has their names. */
  #reachPlugins({ names }: SourceFact, edge: Edge): void {
    const all = this.#distributions.entryPoints();
    const named = new Set(names);
    const hasGroup = all.some(({ group }) => named.has(group));
    for (const { group, module } of all)
      if (!hasGroup || named.has(group)) this.#import(module, edge.from ?? '', { ...edge, how: `the entry point ${group}` });
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

  /** What begins with a literal: every module below the package that it names. */
  #importUnder(prefix: string, from: string, edge: Edge): void {
    const name = prefix.replace(/\.?[^.]*$/, '');
    if (name === '') {
      for (const top of this.#roots.topLevel()) if (top.startsWith(prefix)) this.#import(top, from, { ...edge, how: `imports ${prefix}…` });
      return;
    }
    this.#import(name, from, edge);
    const last = this.#roots.resolve(name).files.at(-1);
    if (last !== undefined) this.#reachFolder(parentPath(last), edge);
  }

  #importNamed(name: string, from: string, how: { readonly runs: boolean; readonly isApplication: boolean }, edge: Edge): void {
    const module = moduleWord.exec(name)?.[1];
    if (module !== undefined) {
      const found = this.#roots.resolve(module);
      for (const file of found.files) {
        this.#walk.reach(file, { ...edge, how: `names ${name}` });
        // A framework that is given a package by its name looks for modules in it: INSTALLED_APPS of Django.
        if (how.isApplication && found.isWhole) this.#reachWhole(file, { ...edge, from: file });
      }
    }
    if (name.includes('.')) this.#walk.reach(`${parentPath(from)}/${name}`, { ...edge, how: `names ${name}` });
    if (how.runs && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
      this.#commands.run({ words: [name], folder: '', edge: { ...edge, how: `may run ${name}` } });
  }

  /** Computed imports in an installed package: any of its modules. Those of the standard library are given names by others. */
  #reachWhole(path: string, edge: Edge): void {
    const place = /^(.*\/(?:site|dist)-packages)\/([^/]+)\//.exec(path);
    if (place !== null) this.#reachFolder(`${place[1]!}/${place[2]!}`, edge);
    else if (!libraryFolder.test(path)) this.#reachFolder(parentPath(path), edge);
    else if (!/\/(?:site|dist)-packages\/[^/]+$/.test(path) && !/\/python\d[\d.]*\/[^/]+$/.test(path))
      this.#reachFolder(parentPath(path), edge);
  }

  #reachFolder(folder: string, edge: Edge): void {
    if (folder === '' || this.#wholes.has(folder)) return;
    this.#wholes.add(folder);
    const files = filesBelow(
      folder,
      this.#walk.world.tree,
      (name) => name === '__pycache__' || name === 'node_modules' || name === 'tests',
    );
    if (files === undefined) this.#walk.leaveOpen('python', folder, 'imports computed names, and has too many files');
    for (const file of files ?? [])
      if (/\.(?:py|so)$/.test(file)) this.#walk.reach(file, { ...edge, how: 'is in a package that imports computed names' });
  }

  #startInterpreter(paths: readonly string[], edge: Edge): void {
    for (const path of paths) this.#roots.addInterpreter(path);
    for (const path of (this.#walk.world.variable('PYTHONPATH') ?? '').split(':')) if (path !== '') this.#roots.add(path);
    for (const name of startModules)
      for (const file of this.#roots.resolve(name).files) this.#walk.reach(file, { ...edge, how: `imports ${name} at its start` });
    for (const file of this.#roots.resolve('encodings').files) this.#reachFolder(parentPath(file), { ...edge, certainty: 'loadable' });
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
        else if (line !== '' && !line.startsWith('#')) this.#addRoot(line.startsWith('/') ? line : `${site}/${line}`);
      }
    }
  }

  /** A folder; modules in an archive are not followed. */
  #addRoot(path: string): void {
    const entry = this.#walk.world.tree.get(normalizePath(path));
    if (entry?.type === 'file') this.#walk.leaveOpen('python', entry.path, 'is an archive of modules, which is not followed');
    else this.#roots.add(path);
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
    } else if (word === '-c') this.follow({ ...edge, entry: program }, readSource('python', words[at + 1] ?? '', 'app/-c'));
    else this.#runScript(word.startsWith('/') ? normalizePath(word) : normalizePath(`${folder}/${word}`), edge);
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

  #runScript(path: string, edge: Edge): void {
    const { tree } = this.#walk.world;
    const isFolder = tree.get(path)?.type === 'directory';
    const script = this.#walk.reach(isFolder ? `${path}/__main__.py` : path, { ...edge, how: `runs /${path}` });
    if (script === undefined) return;
    this.#roots.add(parentPath(script.path));
    this.#roots.add(isFolder ? path : parentPath(path));
    if (!this.#walk.world.factsOf(script).some((fact) => fact.kind !== 'elf'))
      this.#walk.leaveOpen('python', script.path, 'is run by Python and is no source that can be read');
  }

  /** Frameworks find `app.py` and its like by themselves. */
  #reachApplication(folder: string, edge: Edge): void {
    for (const name of ['app', 'wsgi', 'asgi', 'main', 'manage', 'settings', 'gunicorn.conf'])
      this.#walk.reach(`${folder}/${name}.py`, { ...edge, how: 'may be found in the working directory', certainty: 'loadable' });
  }
}
