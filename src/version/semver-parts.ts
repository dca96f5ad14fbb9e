import { isLetter, isSpace } from './digits.ts';
import { skipNumbers } from './numeric-version.ts';
import { skipIdentifiers } from './prerelease.ts';

/** Numbers are `[from, numbersTo)`, the pre-release is `[prereleaseFrom, prereleaseTo)`, empty in a release; build metadata is `[buildFrom, buildTo)`. */
export interface SemverParts {
  readonly from: number;
  readonly numbersTo: number;
  readonly prereleaseFrom: number;
  readonly prereleaseTo: number;
  readonly buildFrom: number;
  readonly buildTo: number;
}

/** Undefined for what is no version. */
export function parseSemver(version: string): SemverParts | undefined {
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
  const buildFrom = at < end && version.charCodeAt(at) === 43 ? at + 1 : at;
  if (buildFrom > at) at = skipIdentifiers(version, buildFrom, end);
  return at === end ? { from, numbersTo, prereleaseFrom, prereleaseTo, buildFrom, buildTo: at } : undefined;
}

function isPrefix(code: number): boolean {
  return code === 118 || code === 86 || code === 61 || isSpace(code);
}
