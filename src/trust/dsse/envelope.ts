/** A signed payload and its type (DSSE 1.0, envelope.md). */
export interface Envelope {
  /** Type of the payload, such as `application/vnd.in-toto+json`; it is signed too. */
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** At least one. */
  readonly signatures: readonly EnvelopeSignature[];
}

export interface EnvelopeSignature {
  /** Signature over the pre-authentication encoding. */
  readonly signature: Uint8Array;
  /** An unsigned hint; empty when there is none. */
  readonly keyId: string;
}
