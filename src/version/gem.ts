import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, isDigit, isLetter, isSpace, skipDigits, skipLetters } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** RubyGems: segments of digits or letters; letters make a pre-release; a blank text is version 0, as Gem::Version has it. */
export const gemScheme: VersionScheme = {
  id: 'gem',
  specification: 'RubyGems, Gem::Version (lib/rubygems/version.rb)',
  isValid,
  compare: compareGem,
};

/** Segments as a flat list of indexes: from, to, from, to … */
type Segments = readonly number[];

function compareGem(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('gem', a);
  if (!isValid(b)) throw unreadableVersion('gem', b);
  const left = canonicalSegments(a);
  const right = canonicalSegments(b);
  const count = Math.max(left.length, right.length);
  for (let at = 0; at < count; at += 2) {
    const order = compareSegments(a, left, b, right, at);
    if (order !== 0) return order;
  }
  return 0;
}

/** A missing segment is the number 0; words come before numbers. */
function compareSegments(a: string, left: Segments, b: string, right: Segments, at: number): number {
  const aFrom = left[at] ?? 0;
  const aTo = left[at + 1] ?? 0;
  const bFrom = right[at] ?? 0;
  const bTo = right[at + 1] ?? 0;
  const isWordA = isWord(a, aFrom, aTo);
  const isWordB = isWord(b, bFrom, bTo);
  if (isWordA !== isWordB) return isWordA ? -1 : 1;
  return isWordA ? compareWords(a, aFrom, aTo, b, bFrom, bTo) : compareDigits(a, aFrom, aTo, b, bFrom, bTo);
}

/** A hyphen stands for the word `pre`. */
function compareWords(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  const isHyphenA = a.charCodeAt(aFrom) === 45;
  const isHyphenB = b.charCodeAt(bFrom) === 45;
  const left = isHyphenA ? 'pre' : a;
  const right = isHyphenB ? 'pre' : b;
  return compareCodes(
    left,
    isHyphenA ? 0 : aFrom,
    isHyphenA ? left.length : aTo,
    right,
    isHyphenB ? 0 : bFrom,
    isHyphenB ? right.length : bTo,
  );
}

function isWord(text: string, from: number, to: number): boolean {
  return from < to && !isDigit(text.charCodeAt(from));
}

/** Gem::Version#canonical_segments: zeros are dropped at the end of the numbers before the first word, and at the end of all. */
function canonicalSegments(version: string): Segments {
  const segments: number[] = [];
  let hasWord = false;
  let at = 0;
  while (at < version.length) {
    const from = at;
    const code = version.charCodeAt(at);
    if (isDigit(code)) at = skipDigits(version, at, version.length);
    else if (isLetter(code)) at = skipLetters(version, at, version.length);
    else at += 1;
    if (!isDigit(code) && !isLetter(code) && code !== 45) continue;
    if (!hasWord && !isDigit(code)) {
      dropZeros(version, segments);
      hasWord = true;
    }
    segments.push(from, at);
  }
  dropZeros(version, segments);
  return segments;
}

function dropZeros(version: string, segments: number[]): void {
  while (segments.length > 0 && isZero(version, segments.at(-2)!, segments.at(-1)!)) segments.length -= 2;
}

function isZero(version: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (version.charCodeAt(at) !== 48) return false;
  return true;
}

/** Gem::Version::ANCHORED_VERSION_PATTERN: `[0-9]+(.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(.[0-9A-Za-z-]+)*)?`, or nothing. */
function isValid(version: string): boolean {
  let from = 0;
  let end = version.length;
  while (from < end && isSpace(version.charCodeAt(from))) from += 1;
  while (end > from && isSpace(version.charCodeAt(end - 1))) end -= 1;
  if (from === end) return true;
  let at = skipDigits(version, from, end);
  if (at === from) return false;
  let hasHyphen = false;
  let isSegment = at === end || version.charCodeAt(at) === 46 || version.charCodeAt(at) === 45;
  if (!isSegment) return false;
  for (; at < end; at += 1) {
    const code = version.charCodeAt(at);
    if (isDigit(code) || isLetter(code) || (code === 45 && hasHyphen)) isSegment = true;
    else if ((code === 46 || code === 45) && isSegment) {
      hasHyphen ||= code === 45;
      isSegment = false;
    } else return false;
  }
  return isSegment;
}
