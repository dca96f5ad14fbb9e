import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, isDigit, skipDigits } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Alpine and Wolfi: `number{.number}…[letter[number]]{_suffix[number]}…[~hash][-rNumber]`. What apk-tools 3 accepts, and the number
 * after a letter that apk-tools 2 accepts; numbers may have any length.
 */
export const apkScheme: VersionScheme = {
  id: 'apk',
  specification: 'apk-package(5), "Package version"; apk-tools 3 src/version.c',
  isValid,
  compare: compareApk,
};

/** One token of a version, `[from, to)`, and where the next begins. Kinds are numbered in the order in which they may follow each other. */
interface Cursor {
  kind: number;
  from: number;
  to: number;
  /** Rank of the suffix, see {@link suffixRank}. */
  suffix: number;
}

const firstNumber = 0;
const number = 1;
const letter = 2;
const suffix = 3;
const suffixNumber = 4;
const commitHash = 5;
const revision = 6;
const end = 7;
const invalid = 8;

function isValid(version: string): boolean {
  const cursor = startAt(version);
  while (cursor.kind < end) advance(cursor, version);
  return cursor.kind === end;
}

function compareApk(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('apk', a);
  if (!isValid(b)) throw unreadableVersion('apk', b);
  const left = startAt(a);
  const right = startAt(b);
  while (left.kind === right.kind && left.kind < end) {
    const token = compareTokens(a, left, b, right);
    if (token !== 0) return token;
    advance(left, a);
    advance(right, b);
  }
  if (left.kind === right.kind) return 0;
  // What goes on is newer than what ends here, unless it goes on with a suffix for pre-releases.
  if (isPreRelease(left)) return -1;
  if (isPreRelease(right)) return 1;
  return left.kind > right.kind ? -1 : 1;
}

function startAt(version: string): Cursor {
  const to = skipDigits(version, 0, version.length);
  return { kind: to === 0 ? invalid : firstNumber, from: 0, to, suffix: 0 };
}

/** Moves to the next token; `invalid` where it may not follow the present one. */
function advance(cursor: Cursor, version: string): void {
  const at = cursor.to;
  if (at >= version.length) {
    cursor.kind = end;
    return;
  }
  const code = version.charCodeAt(at);
  if (code === 46) advanceDigits(cursor, version, at + 1, cursor.kind <= number ? number : invalid);
  else if (isDigit(code)) advanceDigits(cursor, version, at, kindOfDigits(cursor.kind));
  else if (code === 95) advanceSuffix(cursor, version, at + 1);
  else if (code === 126) advanceHash(cursor, version, at + 1);
  else if (code === 45) {
    const mayFollow = cursor.kind < revision && version.charCodeAt(at + 1) === 114;
    advanceDigits(cursor, version, at + 2, mayFollow ? revision : invalid);
  } else {
    cursor.kind = isLower(code) && cursor.kind <= number ? letter : invalid;
    cursor.from = at;
    cursor.to = at + 1;
  }
}

/** apk-tools 2 takes digits after the letter too, and Alpine has such packages: `6.6.4p1-r0`. */
function kindOfDigits(previous: number): number {
  if (previous === letter) return number;
  return previous === suffix ? suffixNumber : invalid;
}

function advanceDigits(cursor: Cursor, version: string, from: number, kind: number): void {
  cursor.from = from;
  cursor.to = skipDigits(version, from, version.length);
  cursor.kind = cursor.to <= from ? invalid : kind;
}

function advanceSuffix(cursor: Cursor, version: string, from: number): void {
  let to = from;
  while (to < version.length && isLower(version.charCodeAt(to))) to += 1;
  // The longest suffix has five letters; a longer run is not cut out of the text to be looked up.
  cursor.suffix = to - from > 5 ? 0 : (suffixRank.get(version.slice(from, to)) ?? 0);
  cursor.kind = cursor.kind <= suffixNumber && cursor.suffix !== 0 ? suffix : invalid;
  cursor.from = from;
  cursor.to = to;
}

function advanceHash(cursor: Cursor, version: string, from: number): void {
  let to = from;
  while (to < version.length && isLowerHexadecimal(version.charCodeAt(to))) to += 1;
  cursor.kind = cursor.kind < commitHash && to > from ? commitHash : invalid;
  cursor.from = from;
  cursor.to = to;
}

/** A version without suffix is between `_rc` and `_cvs`. */
const suffixRank: ReadonlyMap<string, number> = new Map([
  ['alpha', 1],
  ['beta', 2],
  ['pre', 3],
  ['rc', 4],
  ['cvs', 6],
  ['svn', 7],
  ['git', 8],
  ['hg', 9],
  ['p', 10],
]);

function isPreRelease(cursor: Cursor): boolean {
  return cursor.kind === suffix && cursor.suffix < 5;
}

function compareTokens(a: string, left: Cursor, b: string, right: Cursor): number {
  switch (left.kind) {
    case suffix:
      return Math.sign(left.suffix - right.suffix);
    case letter:
    case commitHash:
      return compareCodes(a, left.from, left.to, b, right.from, right.to);
    case number:
      // After the first, a number with a leading zero compares as a fraction does: 1.001 before 1.01 before 1.1.
      if (a.charCodeAt(left.from) === 48 || b.charCodeAt(right.from) === 48) {
        return compareCodes(a, left.from, left.to, b, right.from, right.to);
      }
      return compareDigits(a, left.from, left.to, b, right.from, right.to);
    default:
      return compareDigits(a, left.from, left.to, b, right.from, right.to);
  }
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isLowerHexadecimal(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102);
}
