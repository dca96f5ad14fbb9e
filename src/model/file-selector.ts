/**
 * Which files a cataloger wants to see whole. Data, not a predicate: all selectors fold into a few maps, so a path costs
 * two look-ups while a layer streams by, and the documentation can list it.
 */
export interface FileSelector {
  /** Exact paths, such as `lib/apk/db/installed`. */
  readonly paths?: readonly string[];
  /** Last path segments, such as `package.json`. */
  readonly names?: readonly string[];
  /** Files directly in a directory, by the end of their names; `''` for all: `{ directory: 'var/lib/dpkg/info', suffix: '.list' }`. */
  readonly inDirectories?: readonly { readonly directory: string; readonly suffix: string }[];
  /** Larger files are an issue (FILE_TOO_LARGE), never cut. */
  readonly maxBytes: number;
}
