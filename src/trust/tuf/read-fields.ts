import { decodeExactBase64 } from '../../lib/bytes/decode-exact-base64.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';

/** Readers of the members of metadata. Each throws METADATA_MALFORMED; `role` is the file, `what` the value in it. */

export function readMap(value: JsonValue | undefined, role: string, what: string): JsonMap {
  if (value instanceof Map) return value as JsonMap;
  throw wrongType(value, role, what, 'an object');
}

/** Go writes a nil map as null. */
export function readOptionalMap(value: JsonValue | undefined, role: string, what: string): JsonMap {
  return value === null || value === undefined ? new Map() : readMap(value, role, what);
}

export function readList(value: JsonValue | undefined, role: string, what: string): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  throw wrongType(value, role, what, 'an array');
}

/** Go writes a nil slice as null. */
export function readOptionalList(value: JsonValue | undefined, role: string, what: string): readonly JsonValue[] {
  return value === null || value === undefined ? [] : readList(value, role, what);
}

export function readText(value: JsonValue | undefined, role: string, what: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(value, role, what, 'a string');
}

export function readBytes(value: JsonValue | undefined, role: string, what: string): Buffer {
  const bytes = decodeExactBase64(readText(value, role, what));
  if (bytes === undefined) throw malformed(role, `${what} is not base64`);
  return bytes;
}

export function readNumber(value: JsonValue | undefined, role: string, what: string): number {
  if (typeof value === 'number') return value;
  throw wrongType(value, role, what, 'a number');
}

/** Exactly the given members: unsigned parts must not have any other (Cure53, TUF-01-001). */
export function expectMembers(map: JsonMap, names: readonly string[], role: string, what: string): void {
  const missing = names.find((name) => !map.has(name));
  if (missing !== undefined) throw malformed(role, `${what} has no ${missing}`);
  const extra = [...map.keys()].find((name) => !names.includes(name));
  if (extra !== undefined) throw malformed(role, `${what} has an unexpected member ${quote(extra)}`);
}

export function malformed(role: string, reason: string, cause?: unknown): VerificationError {
  return new VerificationError('METADATA_MALFORMED', role, `the ${role} metadata is malformed: ${reason}`, { cause });
}

/** Shortened for a message, and safe to show. */
export function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function wrongType(value: JsonValue | undefined, role: string, what: string, wanted: string): VerificationError {
  return malformed(role, value === undefined ? `${what} is missing` : `${what} is ${describe(value)}, not ${wanted}`);
}

function describe(value: JsonValue): string {
  if (value instanceof Map) return 'an object';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
