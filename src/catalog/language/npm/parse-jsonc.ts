import { asObject, type JsonObject } from '../json-object.ts';

/** JSON with comments and with commas after last members, as Bun writes it; `undefined` for what is not an object. Never throws. */
export function parseJsonc(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(withoutComments(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)));
  } catch {
    return undefined;
  }
}

/** Strings stay as they are; a comma is removed if only blanks follow before the next closing bracket. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|,(?=\s*[\]}])/g, (part) =>
    part.startsWith('"') ? part : '',
  );
}
