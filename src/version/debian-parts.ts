import { compareDigits, isDigit, isLetter, skipDigits } from './digits.ts';

/** dpkg's verrevcmp: runs of other characters by {@link order}, runs of digits as numbers, in turns. */
export function compareDebianParts(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo || j < bTo) {
    const left = i < aTo ? order(a.charCodeAt(i)) : 0;
    const right = j < bTo ? order(b.charCodeAt(j)) : 0;
    if (left !== right) return left < right ? -1 : 1;
    if (left !== 0) {
      i += 1;
      j += 1;
      continue;
    }
    const aDigits = skipDigits(a, i, aTo);
    const bDigits = skipDigits(b, j, bTo);
    const numbers = compareDigits(a, i, aDigits, b, j, bDigits);
    if (numbers !== 0) return numbers;
    i = aDigits;
    j = bDigits;
  }
  return 0;
}

/** `~` before the end of a part, which ranks with digits; letters before all other characters. */
function order(code: number): number {
  if (isDigit(code)) return 0;
  if (isLetter(code)) return code;
  return code === 126 ? -1 : code + 256;
}
