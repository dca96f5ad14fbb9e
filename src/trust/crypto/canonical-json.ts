import { type JsonMap, type JsonValue } from './json-value.ts';

/**
 * Canonical JSON (OLPC), the bytes that TUF signs: no white space, names in the order of their UTF-8 bytes, in strings only `"` and
 * `\` escaped, whole numbers. Notary's Go implementation sorts by bytes; sorting UTF-16 units, as JavaScript does, gives another order
 * for names outside the Basic Multilingual Plane.
 */
export function canonicalJson(value: JsonValue): Buffer {
  return Buffer.from(writeJson(value, writeString), 'utf8');
}

/** The same with strings written by `string`, which gets each name and each string and answers it in quotes. */
export function writeJson(value: JsonValue, string: (text: string) => string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeInteger(value);
  if (typeof value === 'string') return string(value);
  if (value instanceof Map) return writeMap(value, string);
  return `[${(value as readonly JsonValue[]).map((element) => writeJson(element, string)).join(',')}]`;
}

/** Names in the order of their UTF-8 bytes. */
export function byteOrder(names: Iterable<string>): readonly string[] {
  const encoded = Array.from(names, (name) => ({ name, bytes: Buffer.from(name, 'utf8') }));
  return encoded.sort((one, other) => Buffer.compare(one.bytes, other.bytes)).map(({ name }) => name);
}

function writeMap(map: JsonMap, string: (text: string) => string): string {
  const members = byteOrder(map.keys()).map((name) => `${string(name)}:${writeJson(map.get(name)!, string)}`);
  return `{${members.join(',')}}`;
}

function writeInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`canonical JSON has no ${value}`);
  return String(value);
}

function writeString(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
