/** JSON as canonical JSON allows it: whole numbers only, and objects as maps, so that no name from outside meets a prototype. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonMap;

export type JsonMap = ReadonlyMap<string, JsonValue>;
