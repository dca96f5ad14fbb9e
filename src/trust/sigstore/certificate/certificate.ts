import { type DerElement } from '../der/der-element.ts';

/** An X.509 v3 certificate (RFC 5280, section 4.1), read strictly: one spelling, no extension twice. Not verified yet. */
export interface Certificate {
  readonly encoded: Buffer;
  /** TBSCertificate, the part that is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
  readonly serialNumber: Buffer;
  /** Distinguished names as DER; they are compared as bytes. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKeyInfo: Buffer;
  /** By object identifier, in the order of the certificate. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
}

export interface CertificateExtension {
  readonly isCritical: boolean;
  /** Content of the extnValue octet string. */
  readonly value: Buffer;
  readonly element: DerElement;
}

/** Object identifiers of RFC 5280 (sections 4.2.1.1–12) and RFC 6962 (section 3.3). */
export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
} as const;
