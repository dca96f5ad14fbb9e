/** A place in a file of the repository that the image is built from, or of the folder that was scanned. */
export interface SourcePosition {
  /** Relative to the root of the repository, with `/` between its parts; never outside of it. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly endLine?: number;
  /** Columns count from 1, in UTF-16 code units; `endColumn` is the one after the last. */
  readonly column?: number;
  readonly endColumn?: number;
}
