import { PratiqueError } from '../../model/pratique-error.ts';
import { signaturePredicateType } from '../../model/trust/signature-predicate-type.ts';
import { findPredicateKind, predicateKinds } from './predicate-kinds.ts';

/** Resolves a short name to its type; any other absolute URI is returned unchanged. Throws USAGE, also for the type of image signatures. */
export function parsePredicateType(text: string): string {
  assertAttestable(text);
  const known = findPredicateKind(text);
  if (known !== undefined) return known.type;
  // in-toto/attestation, spec/v1/statement.md: a TypeURI, compared as text.
  if (/^[a-z][a-z0-9+.-]*:\S+$/i.test(text) && text.length <= 1_024 && URL.canParse(text)) return text;
  throw new PratiqueError('USAGE', `${JSON.stringify(text.slice(0, 80))} is not a predicate type`, {
    hint: `a URI, or one of ${predicateKinds.map(({ names }) => names[0]).join(', ')}`,
  });
}

/** An attestation of this type could be taken for a signature of the image. Throws USAGE. */
export function assertAttestable(predicateType: string): void {
  if (predicateType !== signaturePredicateType) return;
  throw new PratiqueError('USAGE', `${signaturePredicateType} is the type of image signatures, not of attestations`, {
    hint: 'sign the image with "pratique sign", and verify it with "pratique verify"',
  });
}
