import { PratiqueError } from '../../model/pratique-error.ts';
import { findPredicateKind, predicateKinds } from './predicate-kinds.ts';

/** Resolves a short name to its type; any other absolute URI is returned unchanged. Throws USAGE. */
export function parsePredicateType(text: string): string {
  const known = findPredicateKind(text);
  if (known !== undefined) return known.type;
  // in-toto/attestation, spec/v1/statement.md: a TypeURI, compared as text.
  if (/^[a-z][a-z0-9+.-]*:\S+$/i.test(text) && text.length <= 1_024 && URL.canParse(text)) return text;
  throw new PratiqueError('USAGE', `${JSON.stringify(text.slice(0, 80))} is not a predicate type`, {
    hint: `a URI, or one of ${predicateKinds.map(({ names }) => names[0]).join(', ')}`,
  });
}
