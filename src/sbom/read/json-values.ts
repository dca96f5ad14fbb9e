import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/** Readers that answer `undefined`, or nothing, for values of another type: documents of many producers are read, and one odd field costs no package. */
export function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = object === undefined ? undefined : field(object, key);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A text as it is, with the white space around it. */
export function rawTextOf(object: JsonObject, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' ? value : undefined;
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
