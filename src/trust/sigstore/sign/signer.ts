import { type KeyObject } from 'node:crypto';
import { type Runtime } from '../../../model/runtime.ts';

/**
 * Somebody who signs. Each kind is one file: a private key, an identity token with a key that lives as long as the run. Key management services
 * are plugins that answer this.
 */
export interface Signer {
  /** What verifiers need beside the signature. Whoever signs by certificate gets it with the first call. */
  verificationMaterial(runtime: Runtime): Promise<VerificationMaterial>;
  /** Over the bytes themselves, by the algorithm of the key (sigstore/architecture-docs, algorithm-registry.md). */
  sign(bytes: Uint8Array, runtime: Runtime): Promise<Uint8Array>;
}

export type VerificationMaterial =
  | { readonly kind: 'public key'; readonly publicKey: KeyObject }
  | {
      readonly kind: 'certificate';
      readonly publicKey: KeyObject;
      /** DER: the leaf, then those between it and the root. */
      readonly certificate: Uint8Array;
      readonly chain: readonly Uint8Array[];
    };
