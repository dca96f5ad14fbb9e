import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/** A fact's value that is one line of JSON; anything else is none of ours. */
export function parseObject(value: string | undefined): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(value ?? '');
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A member that is text, as it is. */
export function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = object === undefined ? undefined : field(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** A member of an object literal, if there is a value. */
export function optional<Key extends string>(key: Key, value: string | undefined): Readonly<Partial<Record<Key, string>>> {
  return (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<Key, string>>>;
}
