/**
 * Which paths are wanted. Data, not a predicate: all selectors fold into two maps and a table of suffixes, so a path costs
 * three look-ups however many selectors there are, one pass over a tree answers all of them, and the documentation can list them.
 */
export interface PathSelector {
  /** Exact paths, such as `lib/apk/db/installed`. */
  readonly paths?: readonly string[];
  /** Last path segments, such as `package.json`. */
  readonly names?: readonly string[];
  /** Ends of last path segments, from a dot on: `.jar`, `.deps.json`. */
  readonly suffixes?: readonly string[];
  /** Files directly in a directory, by the end of their names; `''` for all: `{ directory: 'var/lib/dpkg/info', suffix: '.list' }`. */
  readonly inDirectories?: readonly { readonly directory: string; readonly suffix: string }[];
  /** Files that only count in certain folders: `{ folder: '*.dist-info', file: 'METADATA' }`. */
  readonly inFolders?: readonly FolderSelector[];
}

/** Which files a cataloger needs whole. */
export interface FileSelector extends PathSelector {
  /** Larger files are an issue (FILE_TOO_LARGE), never cut. */
  readonly maxBytes: number;
}

export interface FolderSelector {
  /** Name of the folder that the file is directly in; with a `*` before it, the end of that name; `*` for any folder. */
  readonly folder: string;
  /** Name of the file; with `*` before it, the end of that name from a dot on: `*.json`. */
  readonly file: string;
  /** Directory around the folder, at any depth; absent for anywhere. */
  readonly under?: string;
  /** What the folder is directly in, or the end of its path: `wp-content/plugins`. */
  readonly parent?: string;
}
