import { RecordError } from './record-error.ts';

/** An object as `JSON.parse` made it; keys that come from outside are only ever iterated. */
export type RecordObject = Readonly<Record<string, unknown>>;

const longestName = 512;

/** Throws {@link RecordError}. */
export function readObject(value: unknown, what: string): RecordObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RecordObject;
  throw new RecordError(`${what} is not an object`);
}

/** Absent and null are the same nothing. */
export function readOptionalObject(value: unknown, what: string): RecordObject | undefined {
  return value === undefined || value === null ? undefined : readObject(value, what);
}

export function readArray(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new RecordError(`${what} is not a list`);
}

export function readText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new RecordError(`${what} is not a string`);
}

export function readOptionalText(value: unknown, what: string): string | undefined {
  return value === undefined || value === null ? undefined : readText(value, what);
}

export function readTexts(value: unknown, what: string): readonly string[] {
  const list = readArray(value, what);
  for (const item of list) if (typeof item !== 'string') throw new RecordError(`${what} holds something that is not a string`);
  return list as readonly string[];
}

/** Ids and names of packages: not empty, at most 512 characters, without control characters. */
export function readName(value: unknown, what: string): string {
  const name = readText(value, what);
  if (name === '' || name.length > longestName || hasControls(name)) throw new RecordError(`${what} is not a name`);
  return name;
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
