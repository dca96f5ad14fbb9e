import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, isDigit, isLetter, isSpace, skipDigits, skipLetters } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Arch Linux's `[epoch:]pkgver[-pkgrel]`; a missing epoch is 0, and where only one side has a pkgrel it does not count. Older than rpm's order and not the
 * same: letters at the end are older than nothing (`1.0rc < 1.0`), more separators are newer, `~` and `^` are separators as any other.
 */
export const alpmScheme: VersionScheme = {
  id: 'alpm',
  specification: 'vercmp(8); pacman lib/libalpm/version.c',
  isValid: (version) => parseAlpm(version) !== undefined,
  compare: compareAlpm,
};

/** Where the parts are: epoch `[0, epochTo)`, pkgver `[versionFrom, versionTo)`, pkgrel `[versionTo + 1, …)` if there is one. */
interface AlpmParts {
  readonly epochTo: number;
  readonly versionFrom: number;
  readonly versionTo: number;
}

function compareAlpm(a: string, b: string): number {
  const left = parseAlpm(a);
  if (left === undefined) throw unreadableVersion('alpm', a);
  const right = parseAlpm(b);
  if (right === undefined) throw unreadableVersion('alpm', b);
  const epoch = compareDigits(a, 0, left.epochTo, b, 0, right.epochTo);
  if (epoch !== 0) return epoch;
  const version = compareParts(a, left.versionFrom, left.versionTo, b, right.versionFrom, right.versionTo);
  if (version !== 0 || left.versionTo === a.length || right.versionTo === b.length) return version;
  return compareParts(a, left.versionTo + 1, a.length, b, right.versionTo + 1, b.length);
}

/**
 * The last hyphen ends pkgver, as in `parseEVR`. Blanks and control characters are refused, and parts that do not end with a letter or a digit: no package has
 * one, and pacman's order of those is not transitive.
 */
function parseAlpm(text: string): AlpmParts | undefined {
  const digitsTo = skipDigits(text, 0, text.length);
  const hasEpoch = text.charCodeAt(digitsTo) === 58;
  const versionFrom = hasEpoch ? digitsTo + 1 : 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code) || code < 32 || code === 127) return undefined;
  }
  const hyphen = text.lastIndexOf('-');
  const versionTo = hyphen < versionFrom ? text.length : hyphen;
  if (versionTo === versionFrom || isSeparator(text.charCodeAt(versionTo - 1)) || isSeparator(text.charCodeAt(text.length - 1)))
    return undefined;
  return { epochTo: hasEpoch ? digitsTo : 0, versionFrom, versionTo };
}

/** `rpmvercmp` of libalpm: runs of digits or letters, and the number of separators before each. */
function compareParts(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const aStart = skipSeparators(a, i, aTo);
    const bStart = skipSeparators(b, j, bTo);
    if (aStart - i !== bStart - j) return aStart - i < bStart - j ? -1 : 1;
    const isNumber = isDigit(a.charCodeAt(aStart));
    // Of different kinds the number is newer.
    if (isNumber !== isDigit(b.charCodeAt(bStart))) return isNumber ? 1 : -1;
    const aNext = isNumber ? skipDigits(a, aStart, aTo) : skipLetters(a, aStart, aTo);
    const bNext = isNumber ? skipDigits(b, bStart, bTo) : skipLetters(b, bStart, bTo);
    const order = isNumber ? compareDigits(a, aStart, aNext, b, bStart, bNext) : compareCodes(a, aStart, aNext, b, bStart, bNext);
    if (order !== 0) return order;
    i = aNext;
    j = bNext;
  }
  if (i === aTo && j === bTo) return 0;
  // What is left decides: letters right behind make a version older, anything else makes it newer.
  return i === aTo ? (isLetter(b.charCodeAt(j)) ? 1 : -1) : isLetter(a.charCodeAt(i)) ? -1 : 1;
}

function skipSeparators(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSeparator(text.charCodeAt(at))) at += 1;
  return at;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code);
}
