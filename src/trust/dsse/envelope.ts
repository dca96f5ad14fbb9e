/** Signed bytes with their type (DSSE 1.0, envelope.md). */
export interface Envelope {
  /** How the payload is to be read: `application/vnd.in-toto+json`. Signed along with it. */
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** At least one. */
  readonly signatures: readonly EnvelopeSignature[];
}

export interface EnvelopeSignature {
  /** Over the pre-authentication encoding. */
  readonly signature: Uint8Array;
  /** A hint that nobody signed; empty when there is none. */
  readonly keyId: string;
}
