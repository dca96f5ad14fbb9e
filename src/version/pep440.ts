import { type VersionScheme } from '../model/version-scheme.ts';
import { compareDigits, isDigit, isLetter, skipDigits, skipLetters } from './digits.ts';
import { compareNumbers, skipNumbers } from './numeric-version.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** Python packages. What packaging.version.Version accepts; its former LegacyVersion is refused, as packaging 22 and later do. */
export const pep440Scheme: VersionScheme = {
  id: 'pep440',
  specification: 'PyPA specifications, "Version specifiers", Appendix B (PEP 440); pypa/packaging packaging/version.py',
  isValid: (version) => parsePep440(version) !== undefined,
  compare: comparePep440,
};

/** A run of the text, `[from, to)`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface Pep440Parts {
  readonly epoch: Span;
  readonly release: Span;
  /** 0 alpha, 1 beta, 2 release candidate, 3 none; -1 where only a development release of the final one is meant. */
  readonly prerelease: number;
  readonly prereleaseNumber: Span;
  readonly post: Span | undefined;
  readonly development: Span | undefined;
  readonly local: Span | undefined;
}

const nothing: Span = { from: 0, to: 0 };

function comparePep440(a: string, b: string): number {
  const left = parsePep440(a);
  if (left === undefined) throw unreadableVersion('pep440', a);
  const right = parsePep440(b);
  if (right === undefined) throw unreadableVersion('pep440', b);
  return (
    compareDigits(a, left.epoch.from, left.epoch.to, b, right.epoch.from, right.epoch.to) ||
    compareNumbers(a, left.release.from, left.release.to, b, right.release.from, right.release.to) ||
    Math.sign(left.prerelease - right.prerelease) ||
    compareOptional(a, left.prereleaseNumber, b, right.prereleaseNumber, -1) ||
    compareOptional(a, left.post, b, right.post, -1) ||
    compareOptional(a, left.development, b, right.development, 1) ||
    compareLocals(a, left.local, b, right.local)
  );
}

/** Numbers; `missing` gives the order of an absent one. */
function compareOptional(a: string, left: Span | undefined, b: string, right: Span | undefined, missing: -1 | 1): number {
  if (left === undefined || right === undefined) {
    if (left === right) return 0;
    return left === undefined ? missing : -missing;
  }
  return compareDigits(a, left.from, left.to, b, right.from, right.to);
}

/** Segments in turn: numbers after words, words without regard to case, the shorter list first, none before any. */
function compareLocals(a: string, left: Span | undefined, b: string, right: Span | undefined): number {
  if (left === undefined || right === undefined) return Number(right === undefined) - Number(left === undefined);
  let i = left.from;
  let j = right.from;
  while (i < left.to && j < right.to) {
    const aNext = localSegmentEnd(a, i, left.to);
    const bNext = localSegmentEnd(b, j, right.to);
    const order = compareLocalSegments(a, i, aNext, b, j, bNext);
    if (order !== 0) return order;
    i = aNext + 1;
    j = bNext + 1;
  }
  return Number(i < left.to) - Number(j < right.to);
}

function localSegmentEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isSeparator(text.charCodeAt(at))) at += 1;
  return at;
}

function compareLocalSegments(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  const isNumberA = skipDigits(a, aFrom, aTo) === aTo;
  const isNumberB = skipDigits(b, bFrom, bTo) === bTo;
  if (isNumberA !== isNumberB) return isNumberA ? 1 : -1;
  if (isNumberA) return compareDigits(a, aFrom, aTo, b, bFrom, bTo);
  let i = aFrom;
  let j = bFrom;
  for (; i < aTo && j < bTo; i += 1, j += 1) {
    const difference = lower(a.charCodeAt(i)) - lower(b.charCodeAt(j));
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(aTo - i - (bTo - j));
}

function parsePep440(version: string): Pep440Parts | undefined {
  // Python's strip() takes Unicode blanks too, and so does trim.
  let from = version.length - version.trimStart().length;
  const end = version.trimEnd().length;
  if (lower(version.charCodeAt(from)) === 118) from += 1;
  const epochTo = skipDigits(version, from, end);
  const hasEpoch = epochTo > from && version.charCodeAt(epochTo) === 33;
  const releaseFrom = hasEpoch ? epochTo + 1 : from;
  const releaseTo = skipNumbers(version, releaseFrom, end);
  if (releaseTo === releaseFrom) return undefined;
  const prerelease = readTag(version, releaseTo, end, prereleaseRanks);
  const post = readPost(version, prerelease.next, end);
  const development = readTag(version, post.next, end, developmentTags);
  const hasLocal = version.charCodeAt(development.next) === 43 && development.next < end;
  const next = hasLocal ? skipLocal(version, development.next + 1, end) : development.next;
  if (next !== end) return undefined;
  const isFinal = prerelease.number === undefined;
  return {
    epoch: hasEpoch ? { from, to: epochTo } : nothing,
    release: { from: releaseFrom, to: releaseTo },
    prerelease: !isFinal ? prerelease.rank : post.number === undefined && development.number !== undefined ? -1 : 3,
    prereleaseNumber: prerelease.number ?? nothing,
    post: post.number,
    development: development.number,
    local: hasLocal ? { from: development.next + 1, to: end } : undefined,
  };
}

/** A word with its number: where it ends, which word it was, and the number, empty where it is left out; undefined without the word. */
interface Tag {
  readonly next: number;
  readonly rank: number;
  readonly number: Span | undefined;
}

const prereleaseRanks: ReadonlyMap<string, number> = new Map([
  ['a', 0],
  ['alpha', 0],
  ['b', 1],
  ['beta', 1],
  ['c', 2],
  ['rc', 2],
  ['pre', 2],
  ['preview', 2],
]);
const postTags: ReadonlyMap<string, number> = new Map([
  ['post', 0],
  ['rev', 0],
  ['r', 0],
]);
const developmentTags: ReadonlyMap<string, number> = new Map([['dev', 0]]);
const longestTag = 'preview'.length;

/** `[-_.]? word [-_.]? digits?` */
function readTag(version: string, at: number, end: number, words: ReadonlyMap<string, number>): Tag {
  const wordFrom = at < end && isSeparator(version.charCodeAt(at)) ? at + 1 : at;
  const word = findWord(version, wordFrom, end, words);
  if (word === undefined) return { next: at, rank: 0, number: undefined };
  const wordTo = wordFrom + word.length;
  const hasSeparator = wordTo < end && isSeparator(version.charCodeAt(wordTo));
  const numberFrom = hasSeparator && isDigit(version.charCodeAt(wordTo + 1)) ? wordTo + 1 : wordTo;
  const numberTo = skipDigits(version, numberFrom, end);
  const isDangling = hasSeparator && numberFrom === numberTo && mayDangle(version, wordTo + 1, end);
  return { next: isDangling ? wordTo + 1 : numberTo, rank: words.get(word) ?? 0, number: { from: numberFrom, to: numberTo } };
}

/** The longest of the words that begins at `from`: `1.0rcpost1` has two in a row. */
function findWord(version: string, from: number, end: number, words: ReadonlyMap<string, number>): string | undefined {
  const to = skipLetters(version, from, Math.min(end, from + longestTag));
  for (let run = version.slice(from, to).toLowerCase(); run !== ''; run = run.slice(0, -1)) {
    if (words.has(run)) return run;
  }
  return undefined;
}

/** The grammar lets a word take a separator that no number follows; the next part, if it is a word, may as well have it. */
function mayDangle(version: string, at: number, end: number): boolean {
  return at === end || version.charCodeAt(at) === 43 || isSeparator(version.charCodeAt(at));
}

/** `-N`, or a tag. */
function readPost(version: string, at: number, end: number): Tag {
  if (at < end && version.charCodeAt(at) === 45 && isDigit(version.charCodeAt(at + 1))) {
    const to = skipDigits(version, at + 1, end);
    return { next: to, rank: 0, number: { from: at + 1, to } };
  }
  return readTag(version, at, end, postTags);
}

/** Words and numbers with single separators between; -1 where one is empty. */
function skipLocal(version: string, from: number, end: number): number {
  let isSegment = false;
  for (let at = from; at < end; at += 1) {
    const code = version.charCodeAt(at);
    if (isDigit(code) || isLetter(code)) isSegment = true;
    else if (isSeparator(code) && isSegment) isSegment = false;
    else return -1;
  }
  return isSegment ? end : -1;
}

function isSeparator(code: number): boolean {
  return code === 46 || code === 45 || code === 95;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
