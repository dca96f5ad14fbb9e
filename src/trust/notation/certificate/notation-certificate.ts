import { type KeyObject } from 'node:crypto';
import { type Certificate } from '../../x509/certificate.ts';
import { extensionIds, type Extensions } from '../../x509/extension.ts';

/** A certificate with the fields that only Notation uses. Parsed, not verified. */
export interface NotationCertificate extends Certificate {
  readonly publicKey: KeyObject;
  /** The bits of subjectPublicKey without their algorithm, which OCSP hashes (RFC 6960, section 4.1.1). */
  readonly publicKeyBits: Buffer;
  /** URLs of its OCSP servers, of full revocation lists, and of delta lists. */
  readonly ocspPlaces: readonly string[];
  readonly crlPlaces: readonly string[];
  readonly freshestCrlPlaces: readonly string[];
}

/** Whether the certificate has the extension and marks it critical. */
export function isCritical({ extensions }: { readonly extensions: Extensions }, name: keyof typeof extensionIds): boolean {
  return extensions.get(extensionIds[name])?.isCritical === true;
}
