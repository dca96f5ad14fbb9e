import { type VersionScheme } from '../model/version-scheme.ts';
import { compareCodes, compareDigits, isDigit, isLetter, isSpace, skipDigits, skipLetters } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * RPM: `[epoch:]version[-release]`; a missing epoch is 0. Where only one side has a release, epoch and version alone decide,
 * as in rpm's own dependency matching (lib/rpmver.c rpmverOverlap). The order is therefore total among versions that all
 * have a release, and among those that all lack one; `1-1` and `1-2` are both equal to `1`.
 */
export const rpmScheme: VersionScheme = {
  id: 'rpm',
  specification: 'rpm-version(7); rpm rpmio/rpmvercmp.c, rpmio/rpmver.c',
  isValid: (version) => parseRpm(version) !== undefined,
  compare: compareRpm,
};

/** Where the parts are: epoch `[0, epochTo)`, version `[versionFrom, versionTo)`, release `[versionTo + 1, …)` if there is one. */
interface RpmParts {
  readonly epochTo: number;
  readonly versionFrom: number;
  readonly versionTo: number;
}

function compareRpm(a: string, b: string): number {
  const left = parseRpm(a);
  if (left === undefined) throw unreadableVersion('rpm', a);
  const right = parseRpm(b);
  if (right === undefined) throw unreadableVersion('rpm', b);
  const epoch = compareDigits(a, 0, left.epochTo, b, 0, right.epochTo);
  if (epoch !== 0) return epoch;
  const version = compareParts(a, left.versionFrom, left.versionTo, b, right.versionFrom, right.versionTo);
  if (version !== 0 || left.versionTo === a.length || right.versionTo === b.length) return version;
  return compareParts(a, left.versionTo + 1, a.length, b, right.versionTo + 1, b.length);
}

/** rpm takes any other character for a separator; blanks and control characters, an empty version and an empty release are refused. */
function parseRpm(text: string): RpmParts | undefined {
  const digitsTo = skipDigits(text, 0, text.length);
  const hasEpoch = text.charCodeAt(digitsTo) === 58;
  const versionFrom = hasEpoch ? digitsTo + 1 : 0;
  let versionTo = text.length;
  for (let i = versionFrom; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 45) versionTo = i;
    else if (isSpace(code) || code < 32 || code === 127) return undefined;
  }
  if (versionTo === versionFrom || versionTo === text.length - 1) return undefined;
  return { epochTo: hasEpoch ? digitsTo : 0, versionFrom, versionTo };
}

/**
 * rpmvercmp: segments of digits or letters in turn, separators ignored; `~` sorts before the end of the text, `^` right after
 * it, letters after that and digits last.
 */
function compareParts(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = skipSeparators(a, aFrom, aTo);
  let j = skipSeparators(b, bFrom, bTo);
  while (i < aTo || j < bTo) {
    const left = segmentKind(a, i, aTo);
    const right = segmentKind(b, j, bTo);
    if (left !== right) return left < right ? -1 : 1;
    const aNext = segmentEnd(a, i, aTo, left);
    const bNext = segmentEnd(b, j, bTo, left);
    const segment = left === digits ? compareDigits(a, i, aNext, b, j, bNext) : compareCodes(a, i, aNext, b, j, bNext);
    if (segment !== 0) return segment;
    i = skipSeparators(a, aNext, aTo);
    j = skipSeparators(b, bNext, bTo);
  }
  return 0;
}

const tilde = 0;
const end = 1;
const caret = 2;
const letters = 3;
const digits = 4;

function segmentKind(text: string, at: number, to: number): number {
  if (at >= to) return end;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return digits;
  if (isLetter(code)) return letters;
  return code === 126 ? tilde : caret;
}

function segmentEnd(text: string, at: number, to: number, kind: number): number {
  if (kind === digits) return skipDigits(text, at, to);
  return kind === letters ? skipLetters(text, at, to) : at + 1;
}

function skipSeparators(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSeparator(text.charCodeAt(at))) at += 1;
  return at;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== 126 && code !== 94;
}
