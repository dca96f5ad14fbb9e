/**
 * Whether a tag stands for what is attached to an image or its repository, and not for an image: signatures and attestations (sigstore/cosign,
 * specs/SIGNATURE_SPEC.md), lists of referrers (OCI distribution-spec 1.1) and trust metadata (`trust/store/trust-metadata-tag.ts`).
 */
export function isSignatureTag(tag: string): boolean {
  return tag === 'pratique-trust' || /^sha(?:256|512)-[0-9a-f]{64,128}(?:\.\w+)?$/.test(tag);
}
