import { type VersionScheme } from '../model/version-scheme.ts';
import { compareDigits, isDigit } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Maven's ComparableVersion (3.9 and 4). It gives any text an order; what its model validation does not let into a version
 * (`${revision}`, ranges, paths) is refused here, and so is an empty text. Maven's order is not total where
 * words are between numbers (1 < 1.x.0 < 1.rc1 < 1); it is kept as it is, since advisories are written against it.
 */
export const mavenScheme: VersionScheme = {
  id: 'maven',
  specification: 'Maven POM Reference, "Version Order Specification"; maven-artifact ComparableVersion, DefaultModelValidator',
  isValid,
  compare: compareMaven,
};

/** DefaultModelValidator.ILLEGAL_VERSION_CHARS */
const illegalCharacters = '\\/:"<>|?*[](){},';

function isValid(version: string): boolean {
  for (const character of illegalCharacters) if (version.includes(character)) return false;
  return version !== '';
}

/**
 * One item of a list; lists inside lists are levels instead, because only the last item of a list can be one. A number has no
 * word, a word no digits, and a combination (`rc1`) both. Digits are without leading zeros.
 */
interface Item {
  readonly word: string | undefined;
  readonly digits: string | undefined;
}

type Level = readonly Item[];

function compareMaven(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('maven', a);
  if (!isValid(b)) throw unreadableVersion('maven', b);
  const left = parseMaven(a);
  const right = parseMaven(b);
  for (let depth = 0; depth < left.length && depth < right.length; depth += 1) {
    const order = compareLevels(left, right, depth);
    if (order !== undefined) return order;
  }
  return 0;
}

/** Undefined when both go on with a deeper level and nothing differed so far. */
function compareLevels(left: readonly Level[], right: readonly Level[], depth: number): number | undefined {
  const a = left[depth]!;
  const b = right[depth]!;
  const count = Math.max(a.length, b.length) + 1;
  for (let at = 0; at < count; at += 1) {
    const x = a[at];
    const y = b[at];
    const isListX = x === undefined && at === a.length && depth + 1 < left.length;
    const isListY = y === undefined && at === b.length && depth + 1 < right.length;
    if (isListX && isListY) return undefined;
    let order = compareItems(x, y);
    if (isListX) order = compareListToItem(left, depth + 1, y);
    else if (isListY) order = -compareListToItem(right, depth + 1, x);
    if (order !== 0) return order;
  }
  return 0;
}

/** A list is before a number, after a word, and against nothing what its first item that counts is. */
function compareListToItem(levels: readonly Level[], depth: number, item: Item | undefined): number {
  if (item !== undefined) return item.word === undefined ? -1 : 1;
  for (let at = depth; at < levels.length; at += 1) {
    for (const each of levels[at]!) {
      const order = compareItems(each, undefined);
      if (order !== 0) return order;
    }
  }
  return 0;
}

function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -compareItems(b, undefined);
  if (b === undefined) return a.word === undefined ? Number(a.digits !== '') : compareQualifiers(a.word, '');
  if (a.word === undefined || b.word === undefined) {
    if (a.word !== b.word) return a.word === undefined ? 1 : -1;
  } else {
    const order = compareQualifiers(a.word, b.word);
    if (order !== 0) return order;
  }
  if (a.digits === undefined || b.digits === undefined) return Number(a.digits !== undefined) - Number(b.digits !== undefined);
  return compareDigits(a.digits, 0, a.digits.length, b.digits, 0, b.digits.length);
}

const qualifierRanks: ReadonlyMap<string, number> = new Map([
  ['alpha', 0],
  ['beta', 1],
  ['milestone', 2],
  ['rc', 3],
  ['cr', 3],
  ['snapshot', 4],
  ['', 5],
  ['ga', 5],
  ['final', 5],
  ['release', 5],
  ['sp', 6],
]);
const otherRank = 7;
const shortQualifiers: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

function compareQualifiers(a: string, b: string): number {
  const left = qualifierRanks.get(a) ?? otherRank;
  const right = qualifierRanks.get(b) ?? otherRank;
  if (left !== right) return left < right ? -1 : 1;
  if (left < otherRank || a === b) return 0;
  return a < b ? -1 : 1;
}

/** ComparableVersion.parseVersion: a hyphen, and a change between digits and letters, begin a level. */
function parseMaven(version: string): readonly Level[] {
  const text = version.toLowerCase();
  const levels: Item[][] = [[]];
  let from = 0;
  let isNumber = false;
  let isCombination = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 || code === 45) {
      if (code === 45 && at > from && !isNumber && isDigit(text.charCodeAt(at + 1))) {
        isCombination = true;
        continue;
      }
      levels.at(-1)!.push(at === from ? zero : makeItem(text.slice(from, at), isNumber, isCombination));
      from = at + 1;
      if (code === 45) deepen(levels);
      isCombination = false;
    } else if (isDigit(code)) {
      if (!isNumber && at > from) {
        isCombination = true;
        deepen(levels);
      }
      isNumber = true;
    } else {
      if (isNumber && at > from) {
        levels.at(-1)!.push(makeItem(text.slice(from, at), true, isCombination));
        from = at;
        levels.push([]);
        isCombination = false;
      }
      isNumber = false;
    }
  }
  if (text.length > from) {
    if (!isNumber) deepen(levels);
    levels.at(-1)!.push(makeItem(text.slice(from), isNumber, isCombination));
  }
  return normalize(levels);
}

const zero: Item = { word: undefined, digits: '' };

function deepen(levels: Item[][]): void {
  if (levels.at(-1)!.length > 0) levels.push([]);
}

function makeItem(text: string, isNumber: boolean, isCombination: boolean): Item {
  if (!isCombination) return isNumber ? { word: undefined, digits: trimZeros(text) } : { word: text, digits: undefined };
  let digitsFrom = 0;
  while (digitsFrom < text.length && !isDigit(text.charCodeAt(digitsFrom))) digitsFrom += 1;
  const wordTo = digitsFrom > 0 && text.charCodeAt(digitsFrom - 1) === 45 ? digitsFrom - 1 : digitsFrom;
  const word = text.slice(0, wordTo);
  return { word: shortQualifiers.get(word) ?? word, digits: trimZeros(text.slice(digitsFrom)) };
}

function trimZeros(digits: string): string {
  let from = 0;
  while (from < digits.length && digits.charCodeAt(from) === 48) from += 1;
  return digits.slice(from);
}

/** Drops items that mean nothing (0, the empty word) before the end, a word, or a level that begins with a word. */
function normalize(levels: readonly Level[]): readonly Level[] {
  const kept: Level[] = [];
  for (let depth = levels.length - 1; depth >= 0; depth -= 1) {
    const reversed: Item[] = [];
    let isBeforeWord = kept.length === 0 || kept.at(-1)![0]?.word !== undefined;
    for (const item of levels[depth]!.toReversed()) {
      const isNothing = item.word === undefined ? item.digits === '' : item.word === '' && item.digits === undefined;
      if (isNothing && isBeforeWord) continue;
      reversed.push(item);
      isBeforeWord = item.word !== undefined && item.digits === undefined;
    }
    if (reversed.length > 0 || kept.length > 0) kept.push(reversed.toReversed());
  }
  return kept.length === 0 ? [[]] : kept.toReversed();
}
