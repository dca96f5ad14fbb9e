import { JsonError } from './json-error.ts';

/** An object as `JSON.parse` makes it. Its keys come from outside: look them up with {@link field} only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Own members only, so that `constructor` and `__proto__` are data or nothing; JSON's null counts as absent. */
export function field(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `what` names the value in the {@link JsonError} that every reader here throws on another type. */
export function readObject(value: unknown, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw wrongType(value, what, 'an object');
}

export function readString(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(value, what, 'a string');
}

export function readBoolean(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType(value, what, 'true or false');
}

/** A whole number from 0 up to what a JavaScript number holds exactly. */
export function readCount(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw wrongType(value, what, 'a whole number');
}

/** Each element goes through `read` with its own name, `what[3]`. */
export function readArray<T>(value: unknown, what: string, read: (element: unknown, what: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw wrongType(value, what, 'an array');
  return value.map((element, i) => read(element, `${what}[${i}]`));
}

/** Members in their order, as data whatever their names. */
export function readMap<T>(value: unknown, what: string, read: (member: unknown, what: string) => T): ReadonlyMap<string, T> {
  const members = Object.entries(readObject(value, what));
  return new Map(members.map(([key, member]) => [key, read(member, `${what}[${JSON.stringify(key.slice(0, 80))}]`)]));
}

/** `undefined` for what is absent or null, and otherwise what `read` makes of it. */
export function optional<T>(value: unknown, what: string, read: (value: unknown, what: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value, what);
}

function wrongType(value: unknown, what: string, wanted: string): JsonError {
  return new JsonError(
    'type',
    value === undefined || value === null ? `${what} is missing` : `${what} is ${describe(value)}, not ${wanted}`,
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value).slice(0, 60);
}
