import { JsonError } from '../../lib/json/json-error.ts';
import { type JsonValue } from './json-value.ts';

export interface StrictJsonBounds {
  readonly maxBytes: number;
  /** Brackets inside brackets; a scalar has depth 0. */
  readonly maxDepth: number;
  /** Scalars, arrays and objects, all together: what decides how much memory they take. */
  readonly maxValues: number;
}

/**
 * Parses JSON that has one meaning only: RFC 8259 in valid UTF-8 without a byte order mark, no name twice in an object, no lone
 * surrogate, and numbers as canonical JSON (OLPC) writes them: whole, without exponent, no `-0`, and held exactly. What
 * `JSON.parse` would settle silently is refused, since two readers of the same signed bytes could settle it differently.
 * Throws {@link JsonError}.
 */
export function parseStrictJson(bytes: Uint8Array, bounds: StrictJsonBounds): JsonValue {
  if (bytes.length > bounds.maxBytes) throw new JsonError('too-large', `is ${bytes.length} bytes long, more than ${bounds.maxBytes}`);
  const cursor: Cursor = { text: decodeUtf8(bytes), at: 0, values: 0, bounds };
  const value = readValue(cursor, 0);
  skipSpace(cursor);
  if (cursor.at !== cursor.text.length) throw unexpected(cursor);
  return value;
}

interface Cursor {
  readonly text: string;
  at: number;
  values: number;
  readonly bounds: StrictJsonBounds;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new JsonError('syntax', 'is not UTF-8', { cause });
  }
}

const literals: ReadonlyMap<string, { readonly text: string; readonly value: JsonValue }> = new Map([
  ['t', { text: 'true', value: true }],
  ['f', { text: 'false', value: false }],
  ['n', { text: 'null', value: null }],
]);

function readValue(cursor: Cursor, depth: number): JsonValue {
  skipSpace(cursor);
  cursor.values++;
  if (cursor.values > cursor.bounds.maxValues) throw new JsonError('too-large', `holds more than ${cursor.bounds.maxValues} values`);
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return readString(cursor);
  if (first === '{') return readObject(cursor, deeper(cursor, depth));
  if (first === '[') return readArray(cursor, deeper(cursor, depth));
  const literal = literals.get(first);
  return literal === undefined ? readInteger(cursor) : readLiteral(cursor, literal);
}

function deeper(cursor: Cursor, depth: number): number {
  if (depth === cursor.bounds.maxDepth) throw new JsonError('too-deep', `is nested more than ${depth} deep`);
  return depth + 1;
}

function readLiteral(cursor: Cursor, literal: { readonly text: string; readonly value: JsonValue }): JsonValue {
  if (!cursor.text.startsWith(literal.text, cursor.at)) throw unexpected(cursor);
  cursor.at += literal.text.length;
  return literal.value;
}

function readObject(cursor: Cursor, depth: number): JsonValue {
  const members = new Map<string, JsonValue>();
  readList(cursor, '}', () => {
    skipSpace(cursor);
    const name = readString(cursor);
    if (members.has(name)) throw new JsonError('syntax', `has the name ${JSON.stringify(name.slice(0, 80))} twice in one object`);
    skipSpace(cursor);
    expectCharacter(cursor, ':');
    members.set(name, readValue(cursor, depth));
  });
  return members;
}

function readArray(cursor: Cursor, depth: number): JsonValue {
  const elements: JsonValue[] = [];
  readList(cursor, ']', () => elements.push(readValue(cursor, depth)));
  return elements;
}

/** From an opening bracket to its `close`, with a comma between what `readOne` reads. */
function readList(cursor: Cursor, close: string, readOne: () => void): void {
  cursor.at++;
  skipSpace(cursor);
  if (takeCharacter(cursor, close)) return;
  do {
    readOne();
    skipSpace(cursor);
  } while (takeCharacter(cursor, ','));
  expectCharacter(cursor, close);
}

const stringPattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

function readString(cursor: Cursor): string {
  const written = readPattern(cursor, stringPattern);
  const value = written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
  if (/\p{Surrogate}/u.test(value)) throw new JsonError('syntax', 'has half of a surrogate pair in a string');
  return value;
}

const integerPattern = /(?:0|-?[1-9][0-9]*)(?![0-9.eE])/y;

function readInteger(cursor: Cursor): number {
  const written = readPattern(cursor, integerPattern);
  const value = Number(written);
  if (!Number.isSafeInteger(value)) throw new JsonError('syntax', `has a number that is too large: ${written.slice(0, 40)}`);
  return value;
}

function readPattern(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) throw unexpected(cursor);
  cursor.at = pattern.lastIndex;
  return match[0];
}

const spacePattern = /[ \t\n\r]*/y;

function skipSpace(cursor: Cursor): void {
  readPattern(cursor, spacePattern);
}

function takeCharacter(cursor: Cursor, character: string): boolean {
  if (cursor.text.charAt(cursor.at) !== character) return false;
  cursor.at++;
  return true;
}

function expectCharacter(cursor: Cursor, character: string): void {
  if (!takeCharacter(cursor, character)) throw unexpected(cursor);
}

function unexpected(cursor: Cursor): JsonError {
  if (cursor.text.trim() === '') return new JsonError('syntax', 'is empty');
  return new JsonError('syntax', `is not JSON with whole numbers: it has ${describeRest(cursor)} at character ${cursor.at}`);
}

function describeRest(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at, cursor.at + 12);
  return rest === '' ? 'an end' : JSON.stringify(rest);
}
