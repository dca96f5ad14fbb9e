import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/** Readers that answer `undefined`, or nothing, for values of another type: documents of many producers are read, and one odd field costs no package. */
export function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = object === undefined ? undefined : field(object, key);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function objectOf(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object === undefined ? undefined : field(object, key);
  return isJsonObject(value) ? value : undefined;
}

export function objectsOf(object: JsonObject | undefined, key: string): readonly JsonObject[] {
  const value = object === undefined ? undefined : field(object, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : isJsonObject(value) ? [value] : [];
}

export function textsOf(object: JsonObject | undefined, key: string): readonly string[] {
  const value = object === undefined ? undefined : field(object, key);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** Members whose values are text or numbers, whatever their names. */
export function textMembersOf(object: JsonObject | undefined): ReadonlyMap<string, string> {
  const members = object === undefined ? [] : Object.entries(object);
  return new Map(
    members.flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [[key, String(value)] as const] : [])),
  );
}
