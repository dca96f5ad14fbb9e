/**
 * A program that people install without a package manager, such as `COPY --from=build /usr/local/bin/node`, and how its files tell their version.
 * Data: a row is its own test and its line in docs/reference/programs.md.
 */
export interface Program {
  /** As its project writes it in lower case; the name of the package. */
  readonly name: string;
  /** Names of its files, without folders; groups can be used in marks as `$1`. */
  readonly files: RegExp;
  /** Read from scripts too, such as archives of PHP; programs and libraries otherwise. */
  readonly isScript?: true;
  /** Where the version stands, the surest first: the first that is found counts. */
  readonly marks: readonly ProgramMark[];
  /**
   * What the Bitnami vulnerability database calls it. It lists upstream versions, and is the only open source of advisories that does so for programs.
   * Absent where it has none, which the report says.
   */
  readonly advisoriesName?: string;
  /** Paths of its other programs and libraries, such as modules, which come with it and have no version of their own. */
  readonly covers?: RegExp;
}

export interface ProgramMark {
  /**
   * Text that stands within {@link markReach} bytes of the version, so that the rest of the file need not be searched. Without it the version counts only
   * if the file has no other text of that form: the version of a library inside could be taken for it.
   */
  readonly near?: string;
  /** Its first group is the version. `\0` ends a string of C. A version without such an end or beginning could be a part of another text. */
  readonly version: RegExp;
  /** A stretch of a real file, and the version it has. `file` is the name of the file it was found in. */
  readonly example: { readonly file: string; readonly text: string; readonly version: string };
}

/** How far before and behind `near` a version may stand: bytes. */
export const markReach = 160;

/** What the inspector says of a file; JSON. */
export interface ProgramVersion {
  readonly program: string;
  readonly version: string;
}
