import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { type Package } from '../../model/package.ts';
import { distributionFiles } from '../packages/distribution-files.ts';

export interface Distribution {
  readonly name: string;
  readonly files: readonly string[];
}

export interface EntryPoint {
  readonly group: string;
  readonly module: string;
}

/** What of their programs and plug-ins installers write: groups that only make programs are run by their names. */
const programGroups = new Set(['console_scripts', 'gui_scripts']);

/** Installed Python distributions: which files are whose, and what they announce. Read when first asked. */
export class Distributions {
  readonly #packages: readonly Package[];
  readonly #tree: FileTree;
  #owners: ReadonlyMap<string, Package> | undefined;
  readonly #files = new Map<string, readonly string[]>();

  constructor(packages: readonly Package[], tree: FileTree) {
    this.#packages = packages.filter(({ purl }) => purl.startsWith('pkg:pypi/'));
    this.#tree = tree;
  }

  /** The declared dependencies of the distribution that a file is of, with their files. */
  neededBy(path: string): readonly Distribution[] {
    const owner = this.#ownerOf(path);
    if (owner === undefined) return [];
    const wanted = new Set(owner.dependencies);
    return this.#packages.filter(({ id }) => wanted.has(id)).map((one) => ({ name: one.name, files: this.#filesOf(one) }));
  }

  /** Plug-ins that installed distributions announce. */
  entryPoints(): readonly EntryPoint[] {
    return this.#packages.flatMap((one) => {
      const entry = this.#tree.get(`${parentPath(one.locations[0]?.path ?? '')}/entry_points.txt`);
      const content = entry === undefined ? undefined : this.#tree.read(entry);
      return content === undefined ? [] : readEntryPoints(Buffer.from(content).toString('utf8'));
    });
  }

  #ownerOf(path: string): Package | undefined {
    this.#owners ??= new Map(this.#packages.flatMap((one) => this.#filesOf(one).map((file) => [file, one] as const)));
    return this.#owners.get(path);
  }

  #filesOf(one: Package): readonly string[] {
    const known = this.#files.get(one.id);
    if (known !== undefined) return known;
    const files = distributionFiles(one.locations[0]?.path ?? '', this.#tree);
    this.#files.set(one.id, files);
    return files;
  }
}

function readEntryPoints(text: string): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  let group = '';
  for (const line of text.split(/\r?\n/)) {
    group = /^\[\s*([^\]\s]+)\s*\]/.exec(line)?.[1] ?? group;
    const module = /^[^=#;[]+=\s*([A-Za-z_][\w.]*)/.exec(line)?.[1];
    if (module !== undefined && !programGroups.has(group)) found.push({ group, module });
  }
  return found;
}
