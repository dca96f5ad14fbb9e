import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { type Issue } from '../model/issue.ts';
import { type Evidence, type Package } from '../model/package.ts';
import { type DetectedDistribution } from '../model/report.ts';

/** Reads one file format: files → packages. Members are values, one file each, listed in `catalogers.ts`. */
export interface Cataloger {
  readonly id: string;
  /** Raised when output for the same input changes, so that cached results are dropped. */
  readonly version: number;
  /** What a package found this way proves; ownership and corroboration may change it later (docs/guide/reading-a-report.md). */
  readonly evidence: Evidence;
  /** The files it turns into packages. */
  readonly files: FileSelector;
  /** Files that it reads beside those, such as dpkg's file lists. */
  readonly companions?: readonly FileSelector[];
  /** `content` is `file`'s; other files come from the tree. Must not throw on any bytes: what cannot be read is an issue. */
  catalog(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued;
}

export interface CatalogContext {
  readonly tree: FileTree;
  /** Absent when no distribution was detected. */
  readonly distribution?: DetectedDistribution;
}

export interface Catalogued {
  readonly packages: readonly CataloguedPackage[];
  readonly issues: readonly Issue[];
}

/** A package before attribution: the catalog stage adds evidence, layer and owner. */
export type CataloguedPackage = Omit<Package, 'evidence' | 'layerIndex' | 'ownedBy'> & {
  /** Where it differs from the cataloger's. */
  readonly evidence?: Evidence;
  /** Paths this package owns in the image, when its database says so; streamed, because there may be hundreds of thousands. */
  readonly ownedPaths?: () => Iterable<string>;
  /** Ids of needed packages that other files describe; asked once all files are read. `idAt` knows what was catalogued first at a path. */
  readonly resolveDependencies?: (idAt: (path: string) => string | undefined) => readonly string[];
  /**
   * Where the package's own metadata would be if it is installed. What was catalogued there with the same purl stays as it is and only
   * takes `isDevelopment`, `dependencies` and `parent` from this record; without such a copy a record of an image is only `claimed`.
   */
  readonly corroboratedBy?: readonly string[];
};
