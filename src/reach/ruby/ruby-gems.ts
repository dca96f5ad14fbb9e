import { parentPath } from '../../lib/path/normalize-path.ts';
import { type PathSelector } from '../../model/file-selector.ts';
import { type World } from '../walk/world.ts';

export interface RubyGem {
  readonly name: string;
  /** Where its code is; the gems that come with Ruby have none of their own. */
  readonly folder: string;
  /** Absolute inside the image: `require_paths` of its specification. */
  readonly requirePaths: readonly string[];
  /** Where its compiled modules are, besides. */
  readonly extensions: string;
}

const specifications: PathSelector = { inFolders: [{ folder: 'specifications', file: '*.gemspec' }] };

/** Installed gems by their specifications, and the folders of Ruby's own library; guides.rubygems.org/specification-reference. */
export class RubyGems {
  readonly #world: World;
  readonly #library = new Set<string>();
  #gems: readonly RubyGem[] | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  get folderCount(): number {
    return this.#library.size;
  }

  get all(): readonly RubyGem[] {
    this.#gems ??= this.#world.tree.find(specifications).flatMap(({ path }) => this.#readGem(path) ?? []);
    return this.#gems;
  }

  addFolder(folder: string): void {
    if (this.#world.tree.get(folder)?.type === 'directory') this.#library.add(folder);
  }

  /** Folders of the library of an interpreter: `lib/ruby/3.1.0`, `vendor_ruby`, `site_ruby`, and those of compiled modules in them. */
  addInterpreter(path: string): void {
    const prefix = parentPath(parentPath(path));
    for (const base of new Set([prefix, 'usr', 'usr/local'])) {
      const places = [`${base}/lib/ruby`, `${base}/lib64/ruby`, `${base}/share/ruby`];
      for (const [name, { type }] of this.#world.tree.list(`${base}/lib`))
        if (type === 'directory') places.push(`${base}/lib/${name}/ruby`);
      for (const place of places) this.#addBelow(place, 0);
    }
  }

  #addBelow(folder: string, depth: number): void {
    if (this.#world.tree.get(folder)?.type !== 'directory') return;
    this.#library.add(folder);
    if (depth === 3) return;
    for (const name of this.#world.tree.list(folder).keys())
      if (/^(?:\d[\d.]*|site_ruby|vendor_ruby|\w+-linux[\w-]*)$/.test(name)) this.#addBelow(`${folder}/${name}`, depth + 1);
  }

  /** Files that a feature may be, seen from anywhere: those of every gem that has it, activated or not. */
  resolve(feature: string): readonly string[] {
    const names = /\.(?:rb|so)$/.test(feature) ? [feature] : [`${feature}.rb`, `${feature}.so`];
    const found: string[] = [];
    const look = (folder: string): void => {
      for (const name of names) if (this.#world.tree.get(`${folder}/${name}`)?.type === 'file') found.push(`${folder}/${name}`);
    };
    for (const folder of this.#library) look(folder);
    for (const gem of this.all) for (const folder of [...gem.requirePaths, gem.extensions]) look(folder);
    return found;
  }

  named(name: string): readonly RubyGem[] {
    return this.all.filter((gem) => gem.name === name);
  }

  /** The gem that a file is of. */
  ownerOf(path: string): RubyGem | undefined {
    const end = /^(?:.*\/)?gems\/[^/]+(?=\/)/.exec(path)?.[0];
    return end === undefined ? undefined : this.all.find(({ folder }) => folder === end);
  }

  #readGem(path: string): RubyGem | undefined {
    const [, home = '', full = ''] = /^(.*)\/specifications\/(?:default\/)?([^/]+)\.gemspec$/.exec(path) ?? [];
    const name = /^(.+)-\d[^-]*(?:-[\w.-]+)?$/.exec(full)?.[1];
    if (name === undefined) return undefined;
    const folder = `${home}/gems/${full}`;
    const entry = this.#world.tree.get(path);
    const content = entry === undefined ? undefined : this.#world.tree.read(entry);
    const paths = content === undefined ? undefined : /\.require_paths\s*=\s*\[([^\]]{0,500})\]/.exec(Buffer.from(content).toString('latin1'))?.[1];
    const listed = [...(paths ?? '"lib"').matchAll(/["']([^"']{1,100})["']/g)].map(([, one]) => one!);
    return { name, folder, requirePaths: listed.map((one) => `${folder}/${one}`), extensions: this.#extensionsOf(home, full) };
  } // prettier-ignore

  /** `extensions/x86_64-linux/3.1.0/NAME`. */
  #extensionsOf(home: string, full: string): string {
    const { tree } = this.#world;
    for (const platform of tree.list(`${home}/extensions`).keys())
      for (const version of tree.list(`${home}/extensions/${platform}`).keys()) {
        const folder = `${home}/extensions/${platform}/${version}/${full}`;
        if (tree.get(folder)?.type === 'directory') return folder;
      }
    return `${home}/extensions/${full}`;
  }
}
