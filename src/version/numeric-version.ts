import { compareDigits, isDigit, skipDigits } from './digits.ts';

/** Index after numbers with dots between, starting at `from`; `from` itself where no number is. A dot that no digit follows is left. */
export function skipNumbers(text: string, from: number, to: number): number {
  let at = skipDigits(text, from, to);
  if (at === from) return from;
  while (at + 1 < to && text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) at = skipDigits(text, at + 1, to);
  return at;
}

/** Compares two lists of numbers with dots between `[from, to)`; a missing number is 0. */
export function compareNumbers(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo || j < bTo) {
    const aNext = i < aTo ? skipDigits(a, i, aTo) : i;
    const bNext = j < bTo ? skipDigits(b, j, bTo) : j;
    const order = compareDigits(a, i, aNext, b, j, bNext);
    if (order !== 0) return order;
    i = Math.min(aNext + 1, aTo);
    j = Math.min(bNext + 1, bTo);
  }
  return 0;
}

/**
 * Compares two lists of numbers with one character between, which may be any; a list that begins another comes before it, so that `1.0` is before
 * `1.0.0`. Returns -1, 0 or 1.
 */
export function compareNumberLists(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const aNext = skipDigits(a, i, aTo);
    const bNext = skipDigits(b, j, bTo);
    const order = compareDigits(a, i, aNext, b, j, bNext);
    if (order !== 0) return order;
    i = aNext + 1;
    j = bNext + 1;
  }
  return Number(i < aTo) - Number(j < bTo);
}

/** Whether `[from, to)` is numbers with one of `separators`, given as character codes, between them. */
export function isNumberList(text: string, from: number, to: number, separators: readonly number[]): boolean {
  let at = skipDigits(text, from, to);
  if (at === from) return false;
  while (at < to) {
    if (!separators.includes(text.charCodeAt(at))) return false;
    const next = skipDigits(text, at + 1, to);
    if (next === at + 1) return false;
    at = next;
  }
  return true;
}
