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
export function parseJsonBounded(bytes: Uint8Array, bounds: JsonBounds): unknown {
  if (bytes.length > bounds.maxBytes) throw new JsonError('too-large', `is ${bytes.length} bytes long, more than ${bounds.maxBytes}`);
  checkDepth(bytes, bounds.maxDepth);
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
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

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
