import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type SourceFact } from '../facts/file-fact.ts';
import { readSource } from '../facts/reach-inspector.ts';
import { filesBelow } from '../walk/files-below.ts';
import { isCommonFolder } from '../system/named-folder.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { readComposerPackages, type ComposerPackage } from './composer-packages.ts';

const includeFolders = ['usr/share/php', 'usr/share/pear', 'usr/local/lib/php'];
const webFolders = ['var/www', 'var/www/html', 'srv', 'app', 'usr/share/nginx/html'];
/** Not loaded but by those who test a package. */
const developmentFolders = new Set(['tests', 'Tests', 'test', 'node_modules', 'vendor']);
const code = /\.(?:php|inc|phtml)$/;

/**
 * Follows PHP: what files include, and what Composer's autoloader finds for the classes that they name. Of a package that is reached any class may be
 * loaded; of a web application any file may be requested.
 */
export class PhpFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #vendors = new Map<string, readonly ComposerPackage[]>();
  readonly #byNamespace = new Map<string, ComposerPackage[]>();
  readonly #wholes = new Set<string>();

  constructor(walk: Walk, commands: Commands) {
    this.#walk = walk;
    this.#commands = commands;
  }

  get starters(): readonly Starter[] {
    return [
      { names: ['php', 'php-cgi', 'phpdbg', 'frankenphp'], start: (words, at) => this.#start(words, at) },
      { names: ['php-fpm'], start: (_, { edge }) => this.startServer(edge) },
    ];
  }

  /** A server that runs whatever file is requested. */
  startServer(edge: Edge): void {
    const { tree, workingDirectory } = this.#walk.world;
    const loadable: Edge = { ...edge, certainty: 'loadable', how: 'may be requested' };
    for (const folder of new Set([workingDirectory, ...webFolders]))
      if (tree.get(folder)?.type === 'directory' && (webFolders.includes(folder) || !isCommonFolder(folder)))
        this.#reachCode(folder, loadable);
  }

  follow({ entry, certainty }: ReachedFile, fact: SourceFact): void {
    const from = entry.path;
    const loaded: Edge = { from, how: '', certainty };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    if (fact.isCut === true) this.#walk.leaveOpen('php', from, 'is too long to be read');
    if (fact.isOpen === true) this.#walk.leaveOpen('php', from, 'names a class by a variable');
    if (/(?:^|\/)vendor\/autoload\.php$/.test(from)) this.#enterVendor(parentPath(from), loaded);
    for (const name of fact.always) this.#include(name.slice(2), from, loaded);
    for (const name of fact.maybe) this.#useClass(name, loadable);
    for (const path of fact.paths) this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    for (const name of fact.names) {
      if (code.test(name)) this.#include(name, from, loadable);
      if (fact.runs === true && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
        this.#commands.run({ words: [name], folder: '', edge: { ...loadable, how: `may run ${name}` } });
    }
    const owner = this.#ownerOf(from);
    if (owner !== undefined) this.#reachPackage(owner, loadable);
    else if (fact.isDynamic === true && !isCommonFolder(parentPath(from))) this.#reachCode(parentPath(from), { ...loadable, how: 'may be included by a computed name' });
  } // prettier-ignore

  #include(name: string, from: string, edge: Edge): void {
    for (const folder of [parentPath(from), this.#walk.world.workingDirectory, ...includeFolders])
      this.#walk.reach(normalizePath(`${folder}/${name}`), { ...edge, how: `includes ${name}` });
  }

  /** The packages that have the longest namespace that a class is in, and those that share it. */
  #useClass(name: string, edge: Edge): void {
    for (let end = name.lastIndexOf('\\'); end > 0; end = name.lastIndexOf('\\', end - 1)) {
      const found = this.#byNamespace.get(`${name.slice(0, end)}\\`);
      if (found === undefined) continue;
      for (const one of found) this.#reachPackage(one, { ...edge, how: `uses ${name}` });
      return;
    }
  }

  #reachPackage(one: ComposerPackage, edge: Edge): void {
    if (this.#wholes.has(one.folder)) return;
    this.#reachCode(one.folder, edge);
    for (const namespace of one.namespaces) for (const other of this.#byNamespace.get(namespace) ?? []) this.#reachPackage(other, edge);
  }

  /** What the autoloader loads by itself; the code of the application, which is not in the list of packages, may all be loaded. */
  #enterVendor(vendor: string, edge: Edge): void {
    if (this.#vendors.has(vendor)) return;
    const packages = readComposerPackages(vendor, this.#walk.world.tree);
    this.#vendors.set(vendor, packages ?? []);
    if (packages === undefined) this.#walk.leaveOpen('php', `${vendor}/autoload.php`, 'finds classes by lists that are not read');
    for (const name of filesBelow(`${vendor}/composer`, this.#walk.world.tree) ?? []) if (code.test(name)) this.#walk.reach(name, { ...edge, how: 'loads for its autoloader' });
    for (const one of packages ?? []) {
      for (const namespace of one.namespaces) if (namespace !== '') this.#byNamespace.set(namespace, [...(this.#byNamespace.get(namespace) ?? []), one]);
      for (const file of one.files) this.#walk.reach(file, { ...edge, how: 'always loads' });
    }
    for (const one of packages ?? []) {
      if (one.announced) this.#reachPackage(one, { ...edge, certainty: 'loadable', how: 'may load what the package announces' });
      if (one.hasClassMap) this.#reachPackage(one, { ...edge, certainty: 'loadable', how: 'finds its classes by a list' });
    }
    this.#reachCode(parentPath(vendor), { ...edge, certainty: 'loadable', how: 'may find classes in' });
    // What was followed before the packages were known names classes, too.
    for (const file of [...this.#walk.files.values()])
      for (const fact of this.#walk.world.factsOf(file.entry))
        if (fact.kind === 'source' && fact.language === 'php') for (const name of fact.maybe) this.#useClass(name, { from: file.entry.path, how: '', certainty: 'loadable' });
  } // prettier-ignore

  #ownerOf(path: string): ComposerPackage | undefined {
    for (const [vendor, packages] of this.#vendors)
      if (path.startsWith(`${vendor}/`)) return packages.find(({ folder }) => path.startsWith(`${folder}/`));
    return undefined;
  }

  #reachCode(folder: string, edge: Edge): void {
    if (this.#wholes.has(folder)) return;
    this.#wholes.add(folder);
    const files = filesBelow(folder, this.#walk.world.tree, (name) => developmentFolders.has(name));
    if (files === undefined) this.#walk.leaveOpen('php', folder, 'has too many files that may be loaded');
    for (const file of files ?? []) if (code.test(file)) this.#walk.reach(file, edge);
  }

  #start(words: readonly string[], { program, folder, edge }: Started): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      if (/^-[SB]$|^(?:php-server|run)$/.test(word)) {
        this.startServer(edge);
        const root = !words.includes('-t') ? undefined : words[words.indexOf('-t') + 1];
        const served = normalizePath(root === undefined ? folder : root.startsWith('/') ? root : `${folder}/${root}`);
        if (!isCommonFolder(served)) this.#reachCode(served, { ...edge, certainty: 'loadable', how: 'may be requested' });
        at++;
      } else if (/^-[rR]$|^--run$/.test(word)) {
        this.follow({ ...edge, entry: program }, readSource('php', words[at + 1] ?? '', 'app/-r'));
        return;
      } else if (/^-[cdtzF]$/.test(word)) at++;
      else if (word === '-f') continue;
      else if (!word.startsWith('-')) {
        const script = this.#walk.reach(normalizePath(word.startsWith('/') ? word : `${folder}/${word}`), { ...edge, how: `runs ${word}` });
        if (script !== undefined && !this.#walk.world.factsOf(script).some((fact) => fact.kind === 'source'))
          this.#walk.leaveOpen('php', script.path, 'is run by PHP and is no source that can be read');
        return;
      }
    }
    if (words.length === 0 && edge.certainty === 'loaded') this.#commands.isOpenEnded = true;
  }
}
