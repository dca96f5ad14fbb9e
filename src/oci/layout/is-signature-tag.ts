/**
 * Whether a tag stands for what is attached to an image, and not for an image: signatures and attestations (sigstore/cosign, specs/SIGNATURE_SPEC.md)
 * and lists of referrers (OCI distribution-spec 1.1).
 */
export function isSignatureTag(tag: string): boolean {
  return /^sha(?:256|512)-[0-9a-f]{64,128}(?:\.\w+)?$/.test(tag);
}
