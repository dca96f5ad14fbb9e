import { isUtf8 } from 'node:buffer';
import { JsonError } from '../../../lib/json/json-error.ts';
import { isJsonObject } from '../../../lib/json/json-readers.ts';
import { type JsonBounds, parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';

/**
 * JSON that has one reading only: valid UTF-8 without a byte order mark, and no member twice (RFC 7515, section 4; RFC 8259, section 4).
 * Throws JsonError.
 */
export function parseEnvelopeJson(bytes: Uint8Array, bounds: JsonBounds): unknown {
  if (bytes.length <= bounds.maxBytes && !isUtf8(bytes)) throw new JsonError('syntax', 'is not UTF-8');
  if (bytes[0] === 0xef) throw new JsonError('syntax', 'begins with a byte order mark');
  const value = parseJsonBounded(bytes, bounds);
  if (countColons(bytes) !== countMembers(value)) throw new JsonError('syntax', 'has a member twice');
  return value;
}

/** In valid JSON a colon outside of a string belongs to exactly one member. */
function countColons(bytes: Uint8Array): number {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) isInString = !isInString;
    else if (isInString && byte === 0x5c) at++;
    else if (!isInString && byte === 0x3a) count++;
  }
  return count;
}

/** The nesting is bounded by the caller. */
function countMembers(value: unknown): number {
  const children: unknown[] = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return children.reduce<number>((sum, child) => sum + countMembers(child), isJsonObject(value) ? children.length : 0);
}
