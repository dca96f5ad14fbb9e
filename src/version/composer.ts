import { type VersionScheme } from '../model/version-scheme.ts';
import { compareDigits, isDigit, isSpace, skipDigits } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Composer: what VersionParser::normalize accepts and gives an order. Branches (`dev-main`) are refused, because Composer has no
 * order for them; numeric ones (`1.x-dev`) have their place.
 */
export const composerScheme: VersionScheme = {
  id: 'composer',
  specification: 'composer/semver VersionParser::normalize and Comparator; PHP manual, version_compare',
  isValid: (version) => normalize(version) !== undefined,
  compare: compareComposer,
};

/** Numbers as digits, words as their rank. */
type Token = string | number;

/** PHP ranks words around `#`, which stands for a number and for the end of a version; a number is after the end. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['rc', 3],
  ['patch', 6],
  ['pl', 6],
  ['p', 6],
]);
const developmentRank = 0;
const endRank = 4;
const numberRank = 5;

function compareComposer(a: string, b: string): number {
  const left = normalize(a);
  if (left === undefined) throw unreadableVersion('composer', a);
  const right = normalize(b);
  if (right === undefined) throw unreadableVersion('composer', b);
  const count = Math.max(left.length, right.length);
  for (let at = 0; at < count; at += 1) {
    const order = compareTokens(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareTokens(left: Token | undefined, right: Token | undefined): number {
  if (typeof left === 'string' && typeof right === 'string') return compareDigits(left, 0, left.length, right, 0, right.length);
  return Math.sign(rankOf(left) - rankOf(right));
}

function rankOf(token: Token | undefined): number {
  if (token === undefined) return endRank;
  return typeof token === 'string' ? numberRank : token;
}

function normalize(version: string): readonly Token[] | undefined {
  const [from, to] = trimDecoration(version);
  const start = (version.charCodeAt(from) | 32) === 118 ? from + 1 : from;
  const numbersTo = findNumbersEnd(version, start, to);
  const numbers = splitNumbers(version, start, numbersTo);
  const isClassical = numbers.length > 0 && numbers.length <= 4 && numbers[0]!.length <= 5 && hasOnlyDots(version, start, numbersTo);
  if (isClassical || isDate(version, start, numbersTo)) {
    const modifiers = readModifiers(version, numbersTo, to);
    if (modifiers !== undefined) return [...numbers, ...Array<string>(isClassical ? 4 - numbers.length : 0).fill('0'), ...modifiers];
  }
  return readNumericBranch(version, start, to);
}

/** Without blanks around it, an alias (`1.0 as 2.0`), a stability flag (`@dev`) and build metadata. */
function trimDecoration(version: string): readonly [number, number] {
  let from = 0;
  let to = version.length;
  while (from < to && isSpace(version.charCodeAt(from))) from += 1;
  while (to > from && isSpace(version.charCodeAt(to - 1))) to -= 1;
  const alias = version.indexOf(' as ', from);
  if (alias !== -1 && alias < to) to = alias;
  const flag = version.lastIndexOf('@', to - 1);
  if (flag > from && stabilities.has(version.slice(flag + 1, Math.min(to, flag + 10)).toLowerCase())) to = flag;
  const build = version.indexOf('+', from);
  if (build > from && build < to - 1) to = build;
  return [from, to];
}

const stabilities: ReadonlySet<string> = new Set(['stable', 'rc', 'beta', 'alpha', 'dev']);

/** Numbers with `.`, `:` or `-` between, as far as they go. */
function findNumbersEnd(version: string, from: number, to: number): number {
  let at = skipDigits(version, from, to);
  while (at > from && at + 1 < to && isDateSeparator(version.charCodeAt(at)) && isDigit(version.charCodeAt(at + 1))) {
    at = skipDigits(version, at + 1, to);
  }
  return at;
}

function splitNumbers(version: string, from: number, to: number): string[] {
  const numbers: string[] = [];
  for (let at = from; at < to;) {
    const end = skipDigits(version, at, to);
    numbers.push(version.slice(at, end));
    at = end + 1;
  }
  return numbers;
}

function hasOnlyDots(version: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isDigit(version.charCodeAt(at)) && version.charCodeAt(at) !== 46) return false;
  return true;
}

/** A year and two to eight more parts; the longest has 33 characters, so the pattern never sees more. */
function isDate(version: string, from: number, to: number): boolean {
  return to - from <= 33 && /^\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2}$/.test(version.slice(from, to));
}

function isDateSeparator(code: number): boolean {
  return code === 46 || code === 58 || code === 45;
}

/** `[._-]?(word([.-]?digits)*)?([.-]?dev)?` up to the end; undefined for anything else. */
function readModifiers(version: string, from: number, to: number): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = from < to && isModifierSeparator(version.charCodeAt(from)) ? from + 1 : from;
  const word = findWord(version, at, to);
  at += word.length;
  if (ranks.has(word)) tokens.push(ranks.get(word)!);
  while (word !== '' && at < to) {
    const digitsFrom = isDateSeparator(version.charCodeAt(at)) && version.charCodeAt(at) !== 58 ? at + 1 : at;
    const digitsTo = skipDigits(version, digitsFrom, to);
    if (digitsTo === digitsFrom) break;
    tokens.push(version.slice(digitsFrom, digitsTo));
    at = digitsTo;
  }
  if (at === to) return word === 'stable' ? [] : tokens;
  if (version.charCodeAt(at) === 46 || version.charCodeAt(at) === 45) at += 1;
  if (to - at !== 3 || version.slice(at, to).toLowerCase() !== 'dev') return undefined;
  return word === 'stable' ? [] : [...tokens, developmentRank];
}

function isModifierSeparator(code: number): boolean {
  return code === 46 || code === 95 || code === 45;
}

/** The longest word that begins here, in lower case, or nothing. */
function findWord(version: string, from: number, to: number): string {
  for (let run = version.slice(from, Math.min(to, from + 'stable'.length)).toLowerCase(); run !== ''; run = run.slice(0, -1)) {
    if (ranks.has(run) || run === 'stable') return run;
  }
  return '';
}

/** `1.x-dev`, `2.0.*-dev`: up to four parts, the missing ones like `x`, which is after every number. */
function readNumericBranch(version: string, from: number, to: number): readonly Token[] | undefined {
  if (to - from < 4 || version.slice(to - 3, to).toLowerCase() !== 'dev') return undefined;
  const separator = version.charCodeAt(to - 4);
  const partsTo = separator === 46 || separator === 45 ? to - 4 : to - 3;
  const firstTo = skipDigits(version, from, partsTo);
  if (firstTo === from) return undefined;
  const tokens: Token[] = [version.slice(from, firstTo)];
  let at = firstTo;
  while (at < partsTo && tokens.length < 4 && version.charCodeAt(at) === 46) {
    const isWildcard = (version.charCodeAt(at + 1) | 32) === 120 || version.charCodeAt(at + 1) === 42;
    const end = isWildcard ? at + 2 : skipDigits(version, at + 1, partsTo);
    if (end === at + 1) return undefined;
    tokens.push(isWildcard ? wildcard : version.slice(at + 1, end));
    at = end;
  }
  if (at !== partsTo) return undefined;
  while (tokens.length < 4) tokens.push(wildcard);
  return [...tokens, developmentRank];
}

/** What Composer puts for `x`. */
const wildcard = '9999999';
