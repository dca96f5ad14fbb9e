import { type SignatureAlgorithm } from './signature-algorithms.ts';

/** A decoded signature envelope, of whichever format. Not verified yet. */
export interface NotationEnvelope {
  readonly format: NotationFormat;
  readonly algorithm: SignatureAlgorithm;
  /** What the signature is over: JWS signing input, COSE `Sig_structure`. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly payload: Uint8Array;
  readonly attributes: SignedAttributes;
  /** DER, as written: the signer's first. At least one. */
  readonly certificates: readonly Uint8Array[];
  /** DER of an RFC 3161 token over `signature`. */
  readonly timestampToken?: Uint8Array;
  /** Not signed, means nothing. */
  readonly signingAgent?: string;
}

export type NotationFormat = 'jws' | 'cose';

/** Notary Project, signature-specification.md, signed attributes. */
export interface SignedAttributes {
  readonly signingScheme: SigningScheme;
  /** The signer's word; authentic under the scheme of signing authorities only. */
  readonly signingTime: Date;
  readonly expiry?: Date;
  readonly verificationPlugin?: string;
  readonly verificationPluginMinimumVersion?: string;
  /** Names of attributes that are neither critical nor of the specification. */
  readonly extended: readonly string[];
}

export type SigningScheme = 'notary.x509' | 'notary.x509.signingAuthority';

/** Media types of envelopes, and of what they sign. */
export const envelopeMediaTypes = { jws: 'application/jose+json', cose: 'application/cose' } as const satisfies Record<
  NotationFormat,
  string
>;

export const payloadMediaType = 'application/vnd.cncf.notary.payload.v1+json';

/** Labels of headers; the same in both formats. */
export const headerNames = {
  signingScheme: 'io.cncf.notary.signingScheme',
  signingTime: 'io.cncf.notary.signingTime',
  authenticSigningTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
  verificationPlugin: 'io.cncf.notary.verificationPlugin',
  verificationPluginMinVersion: 'io.cncf.notary.verificationPluginMinVersion',
  timestampSignature: 'io.cncf.notary.timestampSignature',
  signingAgent: 'io.cncf.notary.signingAgent',
} as const;
