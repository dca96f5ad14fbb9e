import { PratiqueError } from '../../model/pratique-error.ts';

/** Any text as cosign's custom predicate: the text, and when it was attested (cosign, pkg/cosign/attestation). Throws PREDICATE_INVALID. */
export function wrapCustom(bytes: Uint8Array, what: string, now: Date): Buffer {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return Buffer.from(JSON.stringify({ Data: text, Timestamp: `${now.toISOString().slice(0, 19)}Z` }));
  } catch (cause) {
    throw new PratiqueError('PREDICATE_INVALID', `${what} is not UTF-8`, { cause, hint: 'attest to a text or JSON file' });
  }
}
