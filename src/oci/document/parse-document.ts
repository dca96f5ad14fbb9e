import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** Parses within the bounds of documents and hands the value to `read`. Throws DOCUMENT_INVALID and DOCUMENT_TOO_LARGE, naming `what`. */
export function parseDocument<T>(bytes: Uint8Array, what: string, read: (value: unknown, what: string) => T, maxBytes?: number): T {
  try {
    return read(parseJsonBounded(bytes, { maxBytes: maxBytes ?? limits.documentBytes, maxDepth: limits.documentDepth }), what);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    const isBound = cause.fault === 'too-large' || cause.fault === 'too-deep';
    const message = cause.fault === 'type' ? cause.message : `${what} ${cause.message}`;
    throw new PratiqueError(isBound ? 'DOCUMENT_TOO_LARGE' : 'DOCUMENT_INVALID', message, { cause });
  }
}
