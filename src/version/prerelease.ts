import { compareDigits, isDigit, isLetter, skipDigits } from './digits.ts';

/** Index after the identifiers that begin at `from`, or -1 where one is empty. Identifiers are of letters, digits and hyphens, with dots between. */
export function skipIdentifiers(text: string, from: number, to: number): number {
  let at = from;
  let identifierFrom = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (at === identifierFrom) return -1;
      identifierFrom = at + 1;
    } else if (!isDigit(code) && !isLetter(code) && code !== 45) break;
    at += 1;
  }
  return at === identifierFrom ? -1 : at;
}

/**
 * Compares two lists of identifiers `[from, to)` by SemVer 2.0.0, section 11: numbers as numbers and before all else, the rest by ASCII
 * (or without regard to case), the shorter list first. An empty list is a release and comes after every other.
 */
export function comparePrereleases(
  a: string,
  aFrom: number,
  aTo: number,
  b: string,
  bFrom: number,
  bTo: number,
  ignoreCase: boolean,
): number {
  if (aFrom === aTo || bFrom === bTo) return aFrom === aTo ? (bFrom === bTo ? 0 : 1) : -1;
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const aNext = identifierEnd(a, i, aTo);
    const bNext = identifierEnd(b, j, bTo);
    const order = compareIdentifiers(a, i, aNext, b, j, bNext, ignoreCase);
    if (order !== 0) return order;
    i = aNext + 1;
    j = bNext + 1;
  }
  if (i < aTo) return 1;
  return j < bTo ? -1 : 0;
}

function identifierEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== 46) at += 1;
  return at;
}

function compareIdentifiers(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number, ignoreCase: boolean): number {
  const isNumberA = skipDigits(a, aFrom, aTo) === aTo;
  const isNumberB = skipDigits(b, bFrom, bTo) === bTo;
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (isNumberA) return compareDigits(a, aFrom, aTo, b, bFrom, bTo);
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    const difference = ignoreCase ? upper(left) - upper(right) : left - right;
    if (difference !== 0) return difference < 0 ? -1 : 1;
    i += 1;
    j += 1;
  }
  return Math.sign(aTo - i - (bTo - j));
}

function upper(code: number): number {
  return code >= 97 && code <= 122 ? code - 32 : code;
}
