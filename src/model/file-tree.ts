import { type FileEntry } from './file-entry.ts';
import { type PathSelector } from './file-selector.ts';
import { type Fact, type FileVersion } from './layer-index.ts';

/** A file as the container sees it, with the layer it comes from. */
export interface TreeEntry extends FileEntry {
  /** Counted from 0 at the base. */
  readonly layerIndex: number;
}

/** The file system a container sees: all layers applied, whiteouts honoured. Read-only, in memory. */
export interface FileTree {
  readonly layerCount: number;
  /** Answers all these selectors in one pass over the tree, for {@link find}. */
  survey(selectors: readonly PathSelector[]): void;
  /** Visible files and links that a selector names, in no particular order. Free for one that was surveyed; any other costs a pass over the tree. */
  find(selector: PathSelector): readonly TreeEntry[];
  /** Directories that have something in them, in no particular order: a pass over the tree. Paths of what is in them are put together when asked for. */
  directories(): Iterable<TreeDirectory>;
  /** What is directly in a directory, by name; symlinks on the way to it are followed. */
  list(directory: string): ReadonlyMap<string, TreeEntry>;
  /** Follows symlinks inside the tree, at most 40 hops; `undefined` when nothing is there. */
  get(path: string): TreeEntry | undefined;
  /** Content of a file that a selector names; `undefined` if no selector names it or it exceeds its limit (an issue says so). */
  read(entry: TreeEntry): Uint8Array | undefined;
  /** Every version of an exact path that some layer holds with kept content, base first, also those that a later layer replaced or deleted. */
  versions(path: string): readonly FileVersion[];
  /** Every kept version of files below a directory, base first, also those that a later layer replaced or deleted. */
  versionsBelow(directory: string): readonly FileVersion[];
  /** What an inspector learned of visible files, each under every name it has; in no particular order. */
  facts(inspectorId: string): Iterable<InspectedFile>;
  /** What it learned of an exact path in each layer, base first, also where a later layer replaced or deleted the file. */
  factVersions(inspectorId: string, path: string): readonly FactVersion[];
}

export interface TreeDirectory {
  readonly path: string;
  readonly children: ReadonlyMap<string, TreeEntry> | undefined;
}

export interface InspectedFile {
  readonly entry: TreeEntry;
  readonly value: Fact['value'];
}

/** One layer's fact about a path. */
export interface FactVersion {
  readonly layerIndex: number;
  readonly value: Fact['value'];
}
