/** Whether a UTF-16 code is `0`…`9`; false for the NaN that charCodeAt gives past the end. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII letters only, whatever the locale. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Space, tab, line feed, vertical tab, form feed, carriage return: isspace(3) in the C locale. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Index of the first code at or after `from` that is no digit, at most `to`. */
export function skipDigits(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** Index of the first code at or after `from` that is no ASCII letter, at most `to`. */
export function skipLetters(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isLetter(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Compares two runs of digits `[from, to)` as numbers of any length, without making numbers or strings of them. An empty
 * run is 0. Returns -1, 0 or 1.
 */
export function compareDigits(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && a.charCodeAt(i) === 48) i += 1;
  while (j < bTo && b.charCodeAt(j) === 48) j += 1;
  if (aTo - i !== bTo - j) return aTo - i < bTo - j ? -1 : 1;
  return compareCodes(a, i, aTo, b, j, bTo);
}

/** Compares two runs of text by code, the shorter first where one begins the other. Returns -1, 0 or 1. */
export function compareCodes(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && j < bTo) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference < 0 ? -1 : 1;
    i += 1;
    j += 1;
  }
  return Math.sign(aTo - i - (bTo - j));
}
