import { JsonError } from './json-error.ts';

export interface JsonBounds {
  readonly maxBytes: number;
  /** Brackets inside brackets; a scalar has depth 0. */
  readonly maxDepth: number;
}

/**
 * Parses UTF-8 JSON (RFC 8259; a byte order mark is skipped) within bounds. The nesting is counted on the bytes first, since
 * `JSON.parse` accepts any. Throws {@link JsonError}.
 */
export function parseJsonBounded(bytes: Uint8Array, bounds: JsonBounds, reviver?: (key: string, value: unknown) => unknown): unknown {
  if (bytes.length > bounds.maxBytes) throw new JsonError('too-large', `is ${bytes.length} bytes long, more than ${bounds.maxBytes}`);
  checkDepth(bytes, bounds.maxDepth);
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text, reviver);
  } catch (cause) {
    throw new JsonError('syntax', text.trim() === '' ? 'is empty' : 'is not JSON', { cause });
  }
}

function checkDepth(bytes: Uint8Array, maxDepth: number): void {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at + 1);
    else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) depth--;
    if (depth > maxDepth) throw new JsonError('too-deep', `is nested more than ${maxDepth} deep`);
  }
}

/** The string's closing quote; the end of all when there is none. Most of JSON is inside strings, and `indexOf` is many times faster than a loop that runs once. */
export function endOfString(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(quote, start);
  while (at >= 0 && isEscaped(bytes, start, at)) at = bytes.indexOf(quote, at + 1);
  return at < 0 ? bytes.length : at;
}

function isEscaped(bytes: Uint8Array, start: number, at: number): boolean {
  let from = at;
  while (from > start && bytes[from - 1] === backslash) from--;
  return (at - from) % 2 === 1;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
