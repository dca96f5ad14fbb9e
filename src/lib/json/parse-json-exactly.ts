import { randomBytes } from 'node:crypto';
import { compareDecimals } from './compare-decimals.ts';
import { ExactNumber } from './exact-number.ts';
import { endOfString, type JsonBounds, parseJsonBounded } from './parse-json-bounded.ts';

/**
 * As {@link parseJsonBounded}, but a number that a JavaScript number would round is an {@link ExactNumber}. Node's JSON.parse gives no access to the text
 * of a number before version 21, so such numbers are put into strings that start with a mark which nobody can guess, and unpacked as they are parsed.
 */
export function parseJsonExactly(bytes: Uint8Array, bounds: JsonBounds): unknown {
  const rounded = [...findRounded(bytes)];
  if (rounded.length === 0 || bytes.length > bounds.maxBytes) return parseJsonBounded(bytes, bounds);
  const mark = randomBytes(16).toString('hex');
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of rounded) {
    pieces.push(bytes.subarray(at, start), Buffer.from(`"${mark}`), bytes.subarray(start, end), Buffer.from('"'));
    at = end;
  }
  const marked = Buffer.concat([...pieces, bytes.subarray(at)]);
  const unpack = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value;
  return parseJsonBounded(marked, { ...bounds, maxBytes: marked.length }, unpack);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The numbers outside of strings that JSON.parse would round. What is no number is left to it to refuse. */
function* findRounded(bytes: Uint8Array): Iterable<Span> {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) at = endOfString(bytes, at + 1);
    if (!isOfNumber(byte)) continue;
    const start = at;
    while (isOfNumber(bytes[at + 1] ?? 0)) at++;
    // Up to 15 digits are never rounded.
    if (at - start < 15 && !hasPower(bytes, start, at)) continue;
    const text = Buffer.from(bytes.subarray(start, at + 1)).toString('latin1');
    if (isJsonNumber.test(text) && !isName(bytes, at + 1) && compareDecimals(text, String(Number(text))) !== 0)
      yield { start, end: at + 1 };
  }
}

const isJsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const quote = 0x22;

/** Whether a colon follows. A string may be a name there, and a number may not. */
function isName(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
  return bytes[at] === 0x3a;
}

/** Digits, signs, the point and the letter of a power. */
function isOfNumber(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45 || byte === 0x65;
}

function hasPower(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at <= end; at++) if (bytes[at] === 0x45 || bytes[at] === 0x65) return true;
  return false;
}
