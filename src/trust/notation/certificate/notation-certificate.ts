import { type KeyObject } from 'node:crypto';
import { type DistinguishedName } from './distinguished-name.ts';

/** The parts of an X.509 certificate that the specification uses. Parsed, not verified. */
export interface NotationCertificate {
  readonly der: Uint8Array;
  readonly publicKey: KeyObject;
  readonly subject: DistinguishedName;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** Big-endian, as encoded. */
  readonly serialNumber: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Object identifier. */
  readonly signatureAlgorithm: string;
  readonly basicConstraints?: { readonly isCritical: boolean; readonly isAuthority: boolean; readonly pathLength?: number };
  readonly keyUsage?: { readonly isCritical: boolean; readonly bits: ReadonlySet<KeyUsage> };
  readonly extendedKeyUsage?: { readonly isCritical: boolean; readonly purposes: readonly string[] };
  /** SubjectKeyIdentifier, for finding only. */
  readonly keyIdentifier?: Uint8Array;
  /** The bits of subjectPublicKey, which OCSP hashes. */
  readonly publicKeyBits: Uint8Array;
  readonly ocspPlaces: readonly string[];
  /** Of full revocation lists, and of delta lists. */
  readonly crlPlaces: readonly string[];
  readonly freshestCrlPlaces: readonly string[];
  /** id-pkix-ocsp-nocheck; RFC 6960, section 4.2.2.2.1. */
  readonly isOcspNoCheck: boolean;
  /** Whether `issuer`'s key made the signature of this certificate; says nothing of names. */
  isSignedBy(issuer: NotationCertificate): boolean;
}

export type KeyUsage = (typeof keyUsageBits)[number];

/** RFC 5280, section 4.2.1.3, by bit. */
export const keyUsageBits = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
