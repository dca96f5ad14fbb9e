import { type VersionScheme } from '../model/version-scheme.ts';
import { isLetter, isSpace } from './digits.ts';
import { compareNumbers, skipNumbers } from './numeric-version.ts';
import { comparePrereleases, skipIdentifiers } from './prerelease.ts';
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

/** Numbers are `[from, numbersTo)`, the pre-release is `[prereleaseFrom, prereleaseTo)`, empty in a release. */
interface SemverParts {
  readonly from: number;
  readonly numbersTo: number;
  readonly prereleaseFrom: number;
  readonly prereleaseTo: number;
}

function compareSemver(a: string, b: string): number {
  const left = parseSemver(a);
  if (left === undefined) throw unreadableVersion('semver', a);
  const right = parseSemver(b);
  if (right === undefined) throw unreadableVersion('semver', b);
  const numbers = compareNumbers(a, left.from, left.numbersTo, b, right.from, right.numbersTo);
  if (numbers !== 0) return numbers;
  return comparePrereleases(a, left.prereleaseFrom, left.prereleaseTo, b, right.prereleaseFrom, right.prereleaseTo, false);
}

function parseSemver(version: string): SemverParts | undefined {
  let from = 0;
  let end = version.length;
  while (from < end && isPrefix(version.charCodeAt(from))) from += 1;
  while (end > from && isSpace(version.charCodeAt(end - 1))) end -= 1;
  const numbersTo = skipNumbers(version, from, end);
  if (numbersTo === from) return undefined;
  let at = numbersTo;
  let prereleaseFrom = numbersTo;
  const code = version.charCodeAt(at);
  if (at < end && (code === 45 || isLetter(code))) {
    prereleaseFrom = code === 45 ? at + 1 : at;
    at = skipIdentifiers(version, prereleaseFrom, end);
    if (at === -1) return undefined;
  }
  const prereleaseTo = at;
  if (at < end && version.charCodeAt(at) === 43) at = skipIdentifiers(version, at + 1, end);
  return at === end ? { from, numbersTo, prereleaseFrom, prereleaseTo } : undefined;
}

function isPrefix(code: number): boolean {
  return code === 118 || code === 86 || code === 61 || isSpace(code);
}
