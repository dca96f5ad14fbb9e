/** The order of an ecosystem's versions. The schemes themselves are in `version/`. */
export interface VersionScheme {
  readonly id: VersionSchemeId;
  /** The document the rules come from. */
  readonly specification: string;
  isValid(version: string): boolean;
  /** Negative, zero or positive. Throws RangeError on what `isValid` refuses. */
  compare(a: string, b: string): number;
}

export type VersionSchemeId =
  | 'alpm'
  | 'apk'
  | 'deb'
  | 'rpm'
  | 'semver'
  | 'pep440'
  | 'maven'
  | 'gem'
  | 'nuget'
  | 'composer'
  | 'semver-build'
  | 'conan'
  | 'cran'
  | 'pvp'
  | 'opam'
  | 'portage';
