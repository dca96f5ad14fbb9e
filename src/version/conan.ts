import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, isDigit, isLetter, skipDigits } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Conan: items with dots between, numbers or words; what follows the first hyphen is a pre-release, what follows the last plus is a build, and a
 * build is newer than none. A version whose first item does not begin with a digit (`cci.20210118`, `system`) is refused: Conan would rank it after
 * every number, and that says nothing about its age.
 */
export const conanScheme: VersionScheme = {
  id: 'conan',
  specification: 'Conan 2 documentation, "Version ranges"; conan-io/conan, conans/model/version.py',
  isValid: (version) => parseConan(version) !== undefined,
  compare: compareConan,
};

/** Items are `[0, itemsTo)`, the pre-release is `[prereleaseFrom, prereleaseTo)`, the build `[buildFrom, end)`; absent parts begin at -1. */
interface ConanParts {
  readonly itemsTo: number;
  readonly prereleaseFrom: number;
  readonly prereleaseTo: number;
  readonly buildFrom: number;
}

function compareConan(a: string, b: string): number {
  const left = parseConan(a);
  if (left === undefined) throw unreadableVersion('conan', a);
  const right = parseConan(b);
  if (right === undefined) throw unreadableVersion('conan', b);
  const items = compareItems(a, 0, left.itemsTo, b, 0, right.itemsTo);
  if (items !== 0) return items;
  const isPrereleaseA = left.prereleaseFrom !== -1;
  const isPrereleaseB = right.prereleaseFrom !== -1;
  if (isPrereleaseA !== isPrereleaseB) return isPrereleaseA ? -1 : 1;
  const prereleases = isPrereleaseA
    ? compareItems(a, left.prereleaseFrom, left.prereleaseTo, b, right.prereleaseFrom, right.prereleaseTo)
    : 0;
  if (prereleases !== 0) return prereleases;
  const isBuildA = left.buildFrom !== -1;
  const isBuildB = right.buildFrom !== -1;
  if (isBuildA !== isBuildB) return isBuildA ? 1 : -1;
  return isBuildA ? compareItems(a, left.buildFrom, a.length, b, right.buildFrom, b.length) : 0;
}

/** Items in turn; zeros at the end do not count. */
function compareItems(a: string, aFrom: number, aEnd: number, b: string, bFrom: number, bEnd: number): number {
  const aTo = withoutZeros(a, aFrom, aEnd);
  const bTo = withoutZeros(b, bFrom, bEnd);
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const aNext = itemEnd(a, i, aTo);
    const bNext = itemEnd(b, j, bTo);
    const isNumber = skipDigits(a, i, aNext) === aNext && skipDigits(b, j, bNext) === bNext;
    // A number and a word are compared as words.
    const order = isNumber ? compareDigits(a, i, aNext, b, j, bNext) : compareCodes(a, i, aNext, b, j, bNext);
    if (order !== 0) return order;
    i = aNext + 1;
    j = bNext + 1;
  }
  return Number(i < aTo) - Number(j < bTo);
}

function withoutZeros(text: string, from: number, end: number): number {
  let to = end;
  while (to > from) {
    let at = to;
    while (at > from && text.charCodeAt(at - 1) === 48) at -= 1;
    const isItem = at < to && (at === from || text.charCodeAt(at - 1) === 46);
    if (!isItem) break;
    to = Math.max(at - 1, from);
  }
  return to;
}

function itemEnd(text: string, from: number, to: number): number {
  const dot = text.indexOf('.', from);
  return dot === -1 || dot > to ? to : dot;
}

function parseConan(version: string): ConanParts | undefined {
  if (!isDigit(version.charCodeAt(0))) return undefined;
  const plus = version.lastIndexOf('+');
  const mainTo = plus === -1 ? version.length : plus;
  const hyphen = version.indexOf('-');
  const isPrerelease = hyphen !== -1 && hyphen < mainTo;
  const itemsTo = isPrerelease ? hyphen : mainTo;
  const isWhole =
    hasItems(version, 0, itemsTo) &&
    (!isPrerelease || hasItems(version, hyphen + 1, mainTo)) &&
    (plus === -1 || hasItems(version, plus + 1, version.length));
  return isWhole
    ? { itemsTo, prereleaseFrom: isPrerelease ? hyphen + 1 : -1, prereleaseTo: mainTo, buildFrom: plus === -1 ? -1 : plus + 1 }
    : undefined;
}

/** Letters, digits, `_` and `-` with single dots between; docs.conan.io, "Attributes", name and version. */
function hasItems(text: string, from: number, to: number): boolean {
  let itemFrom = from;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (at === itemFrom) return false;
      itemFrom = at + 1;
    } else if (!isDigit(code) && !isLetter(code) && code !== 95 && code !== 45) return false;
  }
  return itemFrom < to;
}
