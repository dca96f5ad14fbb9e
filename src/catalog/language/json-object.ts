export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON text as an object; `undefined` when it is not JSON or not an object. A byte order mark before it is allowed, as npm does. */
export function parseJsonObject(content: Uint8Array): JsonObject | undefined {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
  try {
    return asObject(JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A text with something in it, trimmed. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

export function keysOf(value: unknown): readonly string[] {
  const object = asObject(value);
  return object === undefined ? [] : Object.keys(object);
}
