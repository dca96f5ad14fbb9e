interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Without zeros before and after. */
  readonly digits: string;
  /** The value is 0.DIGITS × 10^exponent. */
  readonly exponent: bigint;
}

/** Longer numbers are not compared: nobody writes them, and every comparison has a bound. */
const maxCharacters = 1_000;

/**
 * Compares two numbers in JSON's notation by their exact values: negative, 0 or positive. `1e3` is `1000.0`, `-0` is `0`, and nothing is rounded.
 * `undefined` for a text that is no such number, or that has more than 1,000 characters.
 */
export function compareDecimals(one: string, other: string): number | undefined {
  const [a, b] = [parseDecimal(one), parseDecimal(other)];
  if (a === undefined || b === undefined) return undefined;
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -a.sign : a.sign;
  if (a.digits === b.digits) return 0;
  // Digits after the point are in order as text: a text that goes on is the larger number.
  return a.digits < b.digits ? -a.sign : a.sign;
}

function parseDecimal(text: string): Decimal | undefined {
  const [, minus, whole = '', fraction = '', power = '0'] =
    (text.length <= maxCharacters ? /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) : null) ?? [];
  if (whole === '') return undefined;
  const all = `${whole}${fraction}`;
  const digits = all.replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits, exponent: 0n };
  const leading = all.length - all.replace(/^0+/, '').length;
  return { sign: minus === '-' ? -1 : 1, digits, exponent: BigInt(power.replace('+', '')) + BigInt(whole.length - leading) };
}
