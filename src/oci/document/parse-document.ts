import { findNameFault, type NameRules } from '../../lib/json/find-name-fault.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { manifestNames } from './document-names.ts';

export interface DocumentRules {
  readonly maxBytes?: number;
  /** Those of manifests and indexes by default. */
  readonly names?: NameRules;
}

/**
 * Parses within the bounds of documents and hands the value to `read`. Throws DOCUMENT_INVALID, also for a document that other programs would read as
 * another one, and DOCUMENT_TOO_LARGE, naming `what`.
 */
export function parseDocument<T>(bytes: Uint8Array, what: string, read: (value: unknown, what: string) => T, rules: DocumentRules = {}): T {
  const { maxBytes = limits.documentBytes, names = manifestNames } = rules;
  try {
    const value = parseJsonBounded(bytes, { maxBytes, maxDepth: limits.documentDepth });
    const fault = findNameFault(bytes, names);
    if (fault !== undefined) throw new JsonError('syntax', fault);
    return read(value, what);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    const isBound = cause.fault === 'too-large' || cause.fault === 'too-deep';
    const message = cause.fault === 'type' ? cause.message : `${what} ${cause.message}`;
    throw new PratiqueError(isBound ? 'DOCUMENT_TOO_LARGE' : 'DOCUMENT_INVALID', message, { cause });
  }
}
