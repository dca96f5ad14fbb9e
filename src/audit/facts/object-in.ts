import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/** A member that is an object; an empty one where it is none. */
export function objectIn(object: JsonObject, key: string): JsonObject {
  const value = field(object, key);
  return isJsonObject(value) ? value : {};
}
