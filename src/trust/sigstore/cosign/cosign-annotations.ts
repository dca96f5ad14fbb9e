/** Annotations of cosign's signature layers (sigstore/cosign, specs/SIGNATURE_SPEC.md, properties). */
export const cosignAnnotations = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const;

/** One layer of a signature manifest: `.sig` or `.att` tags and their OCI 1.1 counterparts. */
export interface CosignLayer {
  readonly payload: Uint8Array;
  readonly annotations: ReadonlyMap<string, string>;
}
