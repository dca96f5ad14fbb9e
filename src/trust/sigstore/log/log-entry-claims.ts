/** What the body of a log entry says was signed, by whom and how. */
export interface LogEntryClaims {
  /** Of the signed bytes or of the envelope's payload. */
  readonly digest: ClaimedDigest & { readonly of: 'signed bytes' | 'payload' };
  /** The one signature; entries `intoto 0.0.1` have the digest of the whole envelope instead. */
  readonly signature: Buffer | { readonly envelopeDigest: ClaimedDigest };
  readonly verifier: ClaimedVerifier;
  readonly payloadType?: string;
}

export interface ClaimedDigest {
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: Buffer;
}

/** A certificate or a SubjectPublicKeyInfo, in DER. */
export interface ClaimedVerifier {
  readonly kind: 'certificate' | 'public key';
  readonly der: Buffer;
}
