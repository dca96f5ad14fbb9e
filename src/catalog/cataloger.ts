import { type EcosystemId } from '../model/ecosystem.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { type Issue } from '../model/issue.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type Evidence, type Package } from '../model/package.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { type RecordedFile } from './recorded/recorded-file.ts';

/** Turns files of one format into packages. Members are values, one file each, listed in `catalogers.ts`. */
export type Cataloger = FileCataloger | FactCataloger | DirectoryCataloger;

interface CatalogerBase {
  readonly id: string;
  /** What a package found this way proves; ownership and corroboration may change it later (docs/guide/reading-a-report.md). */
  readonly evidence: Evidence;
  /** What its packages can belong to; docs/reference/ecosystems.md lists its files there. */
  readonly ecosystems: readonly EcosystemId[];
  /** What its format states about a package besides name and version, where a file has it. The contract test holds samples to it. */
  readonly details: readonly PackageDetail[];
}

/** `files`: the paths that a package owns. `development`: whether a dependency is one of development only. */
export type PackageDetail = 'dependencies' | 'development' | 'files' | 'licenses';

/** Reads files that are kept whole. */
export interface FileCataloger extends CatalogerBase {
  /** Only for source trees: in an image, other files show what was built from these. */
  readonly isSourceOnly?: true;
  /** The files it turns into packages. */
  readonly files: FileSelector;
  /** Files that it reads beside those, such as dpkg's file lists. */
  readonly companions?: readonly FileSelector[];
  /** Loads what only these files need, such as a decoder; awaited before `catalog` where the tree has one of them. */
  readonly prepare?: () => Promise<void>;
  /** `content` is `file`'s; other files come from the tree. Must not throw on any bytes: what cannot be read is an issue. */
  catalog(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued;
}

/** Reads what an inspector learned of files that are too large to keep. */
export interface FactCataloger extends CatalogerBase {
  /** Which files those are, for the documentation: `Go executables (ELF, PE, Mach-O)`. */
  readonly reads: string;
  readonly inspector: Inspector;
  /** `value` is what the inspector learned of `file`. Must not throw: it may come from a cache. */
  catalogFact(file: TreeEntry, value: unknown, context: CatalogContext): Catalogued;
}

/** Reads the names of what is directly in a directory: a store in which a name says what is there. */
export interface DirectoryCataloger extends CatalogerBase {
  /** For the documentation: `/nix/store/*`. */
  readonly reads: string;
  readonly directories: readonly string[];
  /** `child` is a file or a directory. Must not throw. */
  catalogChild(child: TreeEntry, context: CatalogContext): Catalogued;
}

export function isFactCataloger(cataloger: Cataloger): cataloger is FactCataloger {
  return 'inspector' in cataloger;
}

export function isFileCataloger(cataloger: Cataloger): cataloger is FileCataloger {
  return 'files' in cataloger;
}

export interface CatalogContext {
  readonly tree: FileTree;
  /** Absent when no distribution was detected. */
  readonly distribution?: DetectedDistribution;
}

export interface Catalogued {
  readonly packages: readonly CataloguedPackage[];
  readonly issues: readonly Issue[];
  /** Issues of files that count for nothing where a package of the distribution owns the file: its advisories speak for what is in it. */
  readonly unlessOwned?: readonly Issue[];
  /** Issues that count only in a source tree: an image is judged by what is installed in it. */
  readonly inSource?: readonly Issue[];
}

/** A package before attribution: the catalog stage adds evidence, layer and owner. */
export type CataloguedPackage = Omit<Package, 'evidence' | 'layerIndex' | 'ownedBy'> & {
  /** Where it differs from the cataloger's. */
  readonly evidence?: Evidence;
  /** The file of the tree that it is in, where its location is a place inside of that. */
  readonly heldIn?: string;
  /** Paths this package owns in the image, when its database says so; streamed, because there may be hundreds of thousands. */
  readonly ownedPaths?: () => Iterable<string>;
  /** What its package manager recorded of its regular files, without those of configuration; streamed, and asked for only to compare them. */
  readonly recordedFiles?: () => Iterable<RecordedFile>;
  /** Found in a file that belongs to its owner: it is no package of its own where a package of the distribution owns that file. */
  readonly isOwnersOwn?: true;
  /** Paths of programs and libraries that come with it and have no version of their own. */
  readonly covers?: RegExp;
  /** Ids of needed packages that other files describe; asked once all files are read. `idAt` knows what was catalogued first at a path. */
  readonly resolveDependencies?: (idAt: (path: string) => string | undefined) => readonly string[];
  /**
   * Where the package's own metadata would be if it is installed. What was catalogued there with the same purl stays as it is and only
   * takes `isDirect`, `isDevelopment`, `dependencies` and `parent` from this record; without such a copy a record of an image is only `claimed`. `anywhere` where
   * the format does not say where packages are installed.
   */
  readonly corroboratedBy?: readonly string[] | 'anywhere';
};
