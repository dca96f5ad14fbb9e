import { type VersionScheme } from '../model/version-scheme.ts';
import { compareNumbers } from './numeric-version.ts';
import { comparePrereleases } from './prerelease.ts';
import { parseSemver } from './semver-parts.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * npm, Go and crates.io. Read as node-semver's loose mode does (leading `v`, `=` and blanks, leading zeros, `1.2.3beta`), and more
 * leniently where packages and advisories need it: any count of numbers, the missing ones being 0 (`13.0`, `0.0.0.1`), of any length.
 * Build metadata has no order.
 */
export const semverScheme: VersionScheme = {
  id: 'semver',
  specification: 'Semantic Versioning 2.0.0, sections 9 to 11; node-semver, README "Versions", loose mode',
  isValid: (version) => parseSemver(version) !== undefined,
  compare: compareSemver,
};

function compareSemver(a: string, b: string): number {
  const left = parseSemver(a);
  if (left === undefined) throw unreadableVersion('semver', a);
  const right = parseSemver(b);
  if (right === undefined) throw unreadableVersion('semver', b);
  const numbers = compareNumbers(a, left.from, left.numbersTo, b, right.from, right.numbersTo);
  if (numbers !== 0) return numbers;
  return comparePrereleases(a, left.prereleaseFrom, left.prereleaseTo, b, right.prereleaseFrom, right.prereleaseTo, false);
}
