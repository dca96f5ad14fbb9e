/**
 * Compares two texts so that numbers in them sort by value: `v2` before `v10`. Everything else is compared by its UTF-8 bytes, digits sort before other
 * characters, and of equal numbers the one with fewer leading zeros comes first. This is the order of the Go library fvbommel/sortorder.
 */
export function compareNatural(one: string, other: string): number {
  const [left, right] = [splitNumbers(one), splitNumbers(other)];
  for (const [at, part] of left.entries()) {
    const rival = right[at];
    if (rival === undefined) return 1;
    const order = compareParts(part, rival);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Runs of digits whole, other characters one by one. */
function splitNumbers(text: string): readonly string[] {
  return text.match(/[0-9]+|[^0-9]/gu) ?? [];
}

function compareParts(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [isDigits(one), isDigits(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  if (!isNumber) return Buffer.compare(Buffer.from(one), Buffer.from(other));
  const [value, otherValue] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  if (value.length !== otherValue.length) return value.length - otherValue.length;
  if (value !== otherValue) return value < otherValue ? -1 : 1;
  return one.length - other.length;
}

function isDigits(text: string): boolean {
  return text >= '0' && text < ':';
}
