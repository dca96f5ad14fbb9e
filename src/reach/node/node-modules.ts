import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { limits } from '../../model/limits.ts';
import { type World } from '../walk/world.ts';
import { exportTargets } from './export-targets.ts';

export interface Manifest {
  /** Its folder. */
  readonly folder: string;
  readonly path: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const extensions = ['', '.js', '.mjs', '.cjs', '.json', '.node'];
/** Where Debian and global installs have modules. */
const globalFolders = [
  'usr/share/nodejs',
  'usr/lib/nodejs',
  'usr/lib/x86_64-linux-gnu/nodejs',
  'usr/lib/node_modules',
  'usr/local/lib/node_modules',
];

/** How Node.js finds modules: nodejs.org/api/modules.html and esm.html, with every condition that a server may have. */
export class NodeModules {
  readonly #world: World;
  readonly #manifests = new Map<string, Manifest | undefined>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Files that a specifier may stand for, seen from a file. */
  resolve(specifier: string, from: string): readonly string[] {
    const name = specifier.startsWith('node:') ? '' : specifier.replace(/[?].*$/, '');
    if (name === '') return [];
    const folder = parentPath(from);
    if (name.startsWith('#')) return this.#resolveImport(name, from);
    if (/^\.{0,2}\//.test(name) || name === '.' || name === '..')
      return this.#fileOrFolder(normalizePath(name.startsWith('/') ? name : `${folder}/${name}`));
    const parts = name.split('/');
    const length = name.startsWith('@') ? 2 : 1;
    const packageName = parts.slice(0, length).join('/');
    const found = this.findPackage(packageName, folder);
    return found === undefined ? [] : this.#inPackage(found, parts.slice(length).join('/'));
  }

  /** The folder of an installed package, seen from a folder. */
  findPackage(name: string, folder: string): string | undefined {
    for (const place of this.#places(folder)) {
      const entry = this.#world.tree.get(`${place}/${name}`);
      if (entry?.type === 'directory') return entry.path;
    }
    return undefined;
  }

  /** Names of the packages that are installed where a folder sees them and begin with a prefix. */
  packagesWith(prefix: string, folder: string): readonly string[] {
    const slash = prefix.indexOf('/');
    const scope = prefix.startsWith('@') && slash > 0 ? prefix.slice(0, slash + 1) : '';
    const found: string[] = [];
    for (const place of this.#places(folder))
      for (const name of this.#world.tree.list(`${place}/${scope}`).keys())
        if (`${scope}${name}`.startsWith(prefix)) found.push(`${scope}${name}`);
    return found;
  }

  /** The package that a file is in. */
  manifestAbove(path: string): Manifest | undefined {
    for (let folder = parentPath(path); ; folder = parentPath(folder)) {
      const found = this.manifestIn(folder);
      if (found !== undefined) return found;
      if (folder === '') return undefined;
    }
  }

  manifestIn(folder: string): Manifest | undefined {
    if (this.#manifests.has(folder)) return this.#manifests.get(folder);
    const entry = this.#world.tree.get(folder === '' ? 'package.json' : `${folder}/package.json`);
    const bytes = entry?.type === 'file' ? this.#world.tree.read(entry) : undefined;
    const content = bytes === undefined ? undefined : parse(bytes);
    const manifest = content === undefined ? undefined : { folder, path: entry!.path, content };
    this.#manifests.set(folder, manifest);
    return manifest;
  }

  *#places(folder: string): Iterable<string> {
    for (let at = folder; ; at = parentPath(at)) {
      if (!at.endsWith('node_modules')) yield at === '' ? 'node_modules' : `${at}/node_modules`;
      if (at === '') break;
    }
    for (const path of (this.#world.variable('NODE_PATH') ?? '').split(':')) if (path !== '') yield normalizePath(path);
    yield* globalFolders;
  }

  #resolveImport(name: string, from: string): readonly string[] {
    const manifest = this.manifestAbove(from);
    if (manifest === undefined) return [];
    const targets = exportTargets(field(manifest.content, 'imports'), name);
    return targets.flatMap((target) =>
      target.startsWith('.') ? this.#fileOrFolder(normalizePath(`${manifest.folder}/${target}`)) : this.resolve(target, from),
    );
  }

  #inPackage(folder: string, subpath: string): readonly string[] {
    const manifest = this.manifestIn(folder);
    const exported = manifest === undefined ? undefined : field(manifest.content, 'exports');
    if (exported !== undefined) {
      const targets = exportTargets(exported, subpath === '' ? '.' : `./${subpath}`);
      const files = targets.flatMap((target) => this.#fileOrFolder(normalizePath(`${folder}/${target}`)));
      if (files.length > 0) return files;
    }
    return this.#fileOrFolder(subpath === '' ? folder : normalizePath(`${folder}/${subpath}`));
  }

  #fileOrFolder(path: string): readonly string[] {
    for (const extension of extensions) if (this.#isFile(path + extension)) return [path + extension];
    // Sources in TypeScript name files that a compiler makes.
    if (this.#isFile(path.replace(/\.js$/, '.ts'))) return [path.replace(/\.js$/, '.ts')];
    const manifest = this.manifestIn(path);
    const main =
      manifest === undefined
        ? []
        : [field(manifest.content, 'main'), field(manifest.content, 'module')].filter((one) => typeof one === 'string');
    const found = main.flatMap((one) => [...extensions, '/index.js', '/index.json'].map((extension) => normalizePath(`${path}/${one}`) + extension).filter((file) => this.#isFile(file)).slice(0, 1)); // prettier-ignore
    if (found.length > 0) return found;
    return ['/index.js', '/index.mjs', '/index.cjs', '/index.json', '/index.node'].map((name) => path + name).filter((file) => this.#isFile(file)).slice(0, 1); // prettier-ignore
  }

  #isFile(path: string): boolean {
    return this.#world.tree.get(path)?.type === 'file';
  }
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const content = parseJsonBounded(bytes, { maxBytes: limits.packageManifestBytes, maxDepth: 64 });
    return isJsonObject(content) ? content : undefined;
  } catch {
    // The catalog reports a manifest that cannot be read.
    return undefined;
  }
}
