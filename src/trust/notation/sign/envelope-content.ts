/** What goes into an envelope of either format, under the scheme `notary.x509`. */
export interface EnvelopeContent {
  readonly payload: Uint8Array;
  /** Whole seconds. */
  readonly signingTime: Date;
  /** Whole seconds, after the signing time. */
  readonly expiry?: Date;
  readonly signingAgent: string;
}

/** Attributes marked critical: those of the specification that are there. */
export function criticalNames(content: EnvelopeContent): readonly string[] {
  return ['io.cncf.notary.signingScheme', ...(content.expiry === undefined ? [] : ['io.cncf.notary.expiry'])];
}

/** An envelope that still lacks the timestamp over its signature. */
export interface UnfinishedEnvelope {
  readonly signature: Uint8Array;
  finish(timestampToken?: Uint8Array): Uint8Array;
}
