import { writeJson } from './canonical-json.ts';
import { type JsonValue } from './json-value.ts';

/**
 * Canonical JSON as Go's `json.Marshal` hands it on inside a document: `<`, `>`, `&`, U+2028 and U+2029 as `\u…`. A notary server
 * computes the snapshot's hashes over its own encoding of what was uploaded, so what is published must be these bytes and no others.
 * Control characters have no form that every reader agrees on: they are a mistake of the caller, and a RangeError.
 */
export function goJson(value: JsonValue): Buffer {
  return Buffer.from(writeJson(value, writeGoString), 'utf8');
}

function writeGoString(text: string): string {
  if (/[\u0000-\u001f]/.test(text)) throw new RangeError(`a name with control characters cannot be published: ${JSON.stringify(text)}`);
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[<>&\u2028\u2029]/g, escapeUnit)}"`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
