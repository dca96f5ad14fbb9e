import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { isDigest, type Digest } from '../../model/digest.ts';

/** A text of the payload; `undefined` for anything else. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value = object === undefined ? undefined : field(object, name);
  return typeof value === 'string' ? value : undefined;
}

export function objectOf(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object === undefined ? undefined : field(object, name);
  return isObject(value) ? value : undefined;
}

export function listOf(object: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = object === undefined ? undefined : field(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A tag, or nothing where the field holds a digest or is empty, as some registries send for pushes by digest. */
export function tagAndDigest(tag: string | undefined, digest: string | undefined): { readonly tag?: string; readonly digest?: Digest } {
  return {
    ...(tag !== undefined && /^\w[\w.-]{0,127}$/.test(tag) ? { tag } : {}),
    ...(isDigest(digest) ? { digest } : isDigest(tag) ? { digest: tag } : {}),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
