import { XmlError } from '../../../lib/xml/parse-xml.ts';
import { type FileSelector } from '../../../model/file-selector.ts';
import { type FileTree } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { textOf } from '../text-of.ts';
import { parsePom, type Pom, type PomParent } from './parse-pom.ts';
import { groupOf, resolveValue, versionOf } from './resolve-pom.ts';

/** A pom of a source tree, with its parents as far as they are in the tree. */
export interface MavenProject {
  readonly path: string;
  readonly pom: Pom;
  /** The pom itself, then its parents. */
  readonly chain: readonly Pom[];
}

/** One object, so that the catalog’s one pass over the tree answers for both who ask. */
export const pomFiles: FileSelector = { names: ['pom.xml'], maxBytes: limits.packageManifestBytes };

const maxParents = 32;

/** The projects of one tree. Poms are parsed once, however many projects inherit from them. */
export class ProjectTree {
  readonly #tree: FileTree;
  readonly #poms = new Map<string, Pom | undefined>();
  #pathByName: ReadonlyMap<string, string> | undefined;
  #parentPaths: ReadonlySet<string> | undefined;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** Throws {@link XmlError} where the pom itself cannot be read. */
  open(path: string, content: Uint8Array): MavenProject {
    const pom = parsePom(textOf(content));
    this.#poms.set(path, pom);
    const chain = [pom];
    const seen = new Set([path]);
    for (let at = { path, pom }; at.pom.parent !== undefined && chain.length <= maxParents;) {
      const parent = this.#findParent(at.path, at.pom.parent);
      if (parent === undefined || seen.has(parent.path)) break;
      seen.add(parent.path);
      chain.push(parent.pom);
      at = parent;
    }
    return { path, pom, chain };
  }

  /** The project of these coordinates in the tree, such as a module or a list of versions (BOM). */
  find(group: string, artifact: string): MavenProject | undefined {
    this.#pathByName ??= this.#listNames();
    const path = this.#pathByName.get(`${group}:${artifact}`);
    const entry = path === undefined ? undefined : this.#tree.get(path);
    const content = entry === undefined ? undefined : this.#tree.read(entry);
    return path === undefined || content === undefined ? undefined : this.#tryOpen(path, content);
  }

  /** Whether the project builds nothing itself, and others in the tree inherit what it asks for. */
  isOnlyInherited({ path, pom }: MavenProject): boolean {
    return pom.packaging === 'pom' && this.isParent(path);
  }

  /** Whether other projects in the tree inherit from the project at a path. */
  isParent(path: string): boolean {
    this.#parentPaths ??= this.#listParents();
    return this.#parentPaths.has(path);
  }

  /** Whether the tree has the project of these coordinates. */
  isProject(group: string, artifact: string): boolean {
    this.#pathByName ??= this.#listNames();
    return this.#pathByName.has(`${group}:${artifact}`);
  }

  has(path: string): boolean {
    return this.#tree.get(path) !== undefined;
  }

  #tryOpen(path: string, content: Uint8Array): MavenProject | undefined {
    try {
      return this.open(path, content);
    } catch (error) {
      if (error instanceof XmlError) return undefined;
      throw error;
    }
  }

  /** At its relative path if it is the one that is meant, else wherever it is in the tree, as in a build of all modules. */
  #findParent(path: string, parent: PomParent): { readonly path: string; readonly pom: Pom } | undefined {
    const { group, artifact, relativePath } = parent;
    const place = relativePath === '' ? undefined : resolvePath(path, relativePath);
    for (const candidate of place === undefined ? [] : [place, `${place === '' ? '' : `${place}/`}pom.xml`]) {
      const pom = this.#read(candidate);
      if (artifact !== undefined && pom?.artifact === artifact) return { path: candidate, pom };
    }
    this.#pathByName ??= this.#listNames();
    const other = this.#pathByName.get(`${group ?? ''}:${artifact ?? ''}`);
    const pom = other === undefined || other === path ? undefined : this.#read(other);
    return pom === undefined || other === undefined ? undefined : { path: other, pom };
  }

  #read(path: string): Pom | undefined {
    if (this.#poms.has(path)) return this.#poms.get(path);
    const entry = this.#tree.get(path);
    const content = entry?.type === 'file' ? this.#tree.read(entry) : undefined;
    let pom: Pom | undefined;
    try {
      pom = content === undefined ? undefined : parsePom(textOf(content));
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
    }
    this.#poms.set(path, pom);
    return pom;
  }

  #listParents(): ReadonlySet<string> {
    const parents = new Set<string>();
    for (const path of this.#listPaths()) {
      const parent = this.#read(path)?.parent;
      const found = parent === undefined ? undefined : this.#findParent(path, parent);
      if (found !== undefined && found.path !== path) parents.add(found.path);
    }
    return parents;
  }

  *#listPaths(): Iterable<string> {
    for (const { path, type } of this.#tree.find(pomFiles)) if (type === 'file') yield path;
  }

  #listNames(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const path of this.#listPaths()) {
      const pom = this.#read(path);
      if (pom?.artifact === undefined) continue;
      const name = `${resolveValue(groupOf(pom), [pom]) ?? ''}:${pom.artifact}`;
      if (!names.has(name)) names.set(name, path);
    }
    return names;
  }
}

export const projectTreeOf = rememberByTree((tree) => new ProjectTree(tree));

/** A path as a pom writes it, from the folder that the pom is in; `undefined` where it leaves the tree. */
export function resolvePath(pomPath: string, relative: string): string | undefined {
  const segments = pomPath.split('/').slice(0, -1);
  for (const segment of relative.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

export function coordinatesOf({ pom, chain }: MavenProject): {
  readonly group: string | undefined;
  readonly artifact: string | undefined;
  readonly version: string | undefined;
} {
  const [group, artifact, version] = [groupOf(pom), pom.artifact, versionOf(pom)].map((value) => resolveValue(value, chain));
  return { group, artifact, version };
}
