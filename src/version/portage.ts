import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, skipDigits } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** Gentoo: `number{.number}…[letter]{_suffix[number]}…[-rNumber]`; numbers may have any length. */
export const portageScheme: VersionScheme = {
  id: 'portage',
  specification: 'Gentoo Package Manager Specification 8, sections 3.2 and 3.3',
  isValid: (version) => parse(version) !== undefined,
  compare: comparePortage,
};

/** Where the parts end: numbers, letter, suffixes; the revision's digits are `[revisionFrom, length)`. */
interface Parts {
  readonly numbersTo: number;
  readonly letterTo: number;
  readonly suffixesTo: number;
  readonly revisionFrom: number;
}

function comparePortage(a: string, b: string): number {
  const left = parse(a);
  if (left === undefined) throw unreadableVersion('portage', a);
  const right = parse(b);
  if (right === undefined) throw unreadableVersion('portage', b);
  return (
    compareNumbers(a, left.numbersTo, b, right.numbersTo) ||
    compareCodes(a, left.numbersTo, left.letterTo, b, right.numbersTo, right.letterTo) ||
    compareSuffixes(a, left, b, right) ||
    compareDigits(a, left.revisionFrom, a.length, b, right.revisionFrom, b.length)
  );
}

function parse(text: string): Parts | undefined {
  const numbersTo = numbersEnd(text);
  if (numbersTo === undefined) return undefined;
  const code = text.charCodeAt(numbersTo);
  const letterTo = code >= 97 && code <= 122 ? numbersTo + 1 : numbersTo;
  const suffixesTo = suffixesEnd(text, letterTo);
  if (suffixesTo === undefined) return undefined;
  if (suffixesTo === text.length) return { numbersTo, letterTo, suffixesTo, revisionFrom: text.length };
  const revisionFrom = suffixesTo + 2;
  const isRevision =
    text.startsWith('-r', suffixesTo) && text.length > revisionFrom && skipDigits(text, revisionFrom, text.length) === text.length;
  return isRevision ? { numbersTo, letterTo, suffixesTo, revisionFrom } : undefined;
}

function numbersEnd(text: string): number | undefined {
  let at = skipDigits(text, 0, text.length);
  if (at === 0) return undefined;
  while (text.charCodeAt(at) === 46) {
    const end = skipDigits(text, at + 1, text.length);
    if (end === at + 1) return undefined;
    at = end;
  }
  return at;
}

function suffixesEnd(text: string, from: number): number | undefined {
  let at = from;
  while (text.charCodeAt(at) === 95) {
    const name = suffixAt(text, at);
    if (name === undefined) return undefined;
    at = skipDigits(text, at + name.length, text.length);
  }
  return at;
}

/** In their order; a version without a suffix is between `_rc` and `_p`. */
const suffixes = ['_alpha', '_beta', '_pre', '_rc', '_p'] as const;
const patch = '_p';

/** `_p` begins `_pre`. */
function suffixAt(text: string, at: number): (typeof suffixes)[number] | undefined {
  const found = suffixes.find((name) => text.startsWith(name, at));
  const next = found === undefined ? NaN : text.charCodeAt(at + found.length);
  return next >= 97 && next <= 122 ? undefined : found;
}

/** The first numbers as integers; after that a number with a leading zero compares as a fraction does. */
function compareNumbers(a: string, aTo: number, b: string, bTo: number): number {
  let [i, j] = [0, 0];
  for (let isFirst = true; i < aTo && j < bTo; isFirst = false) {
    const [aEnd, bEnd] = [skipDigits(a, i, aTo), skipDigits(b, j, bTo)];
    const isFraction = !isFirst && (a.charCodeAt(i) === 48 || b.charCodeAt(j) === 48);
    const order = isFraction
      ? compareCodes(a, i, withoutZeros(a, i, aEnd), b, j, withoutZeros(b, j, bEnd))
      : compareDigits(a, i, aEnd, b, j, bEnd);
    if (order !== 0) return order;
    i = aEnd + 1;
    j = bEnd + 1;
  }
  return Math.sign((i < aTo ? 1 : 0) - (j < bTo ? 1 : 0));
}

function withoutZeros(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) === 48) end -= 1;
  return end;
}

function compareSuffixes(a: string, left: Parts, b: string, right: Parts): number {
  let [i, j] = [left.letterTo, right.letterTo];
  while (i < left.suffixesTo && j < right.suffixesTo) {
    const [aName, bName] = [suffixAt(a, i)!, suffixAt(b, j)!];
    if (aName !== bName) return suffixes.indexOf(aName) < suffixes.indexOf(bName) ? -1 : 1;
    const [aFrom, bFrom] = [i + aName.length, j + bName.length];
    const [aEnd, bEnd] = [skipDigits(a, aFrom, left.suffixesTo), skipDigits(b, bFrom, right.suffixesTo)];
    const order = compareDigits(a, aFrom, aEnd, b, bFrom, bEnd);
    if (order !== 0) return order;
    [i, j] = [aEnd, bEnd];
  }
  if (i < left.suffixesTo) return suffixAt(a, i) === patch ? 1 : -1;
  if (j < right.suffixesTo) return suffixAt(b, j) === patch ? -1 : 1;
  return 0;
}
