import { VerificationError } from '../../../model/trust/verification-error.ts';
import { isSelfSigned } from '../../x509/certificate-path.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { splitCertificates } from '../certificate/split-certificates.ts';
import { type TrustStoreType } from './notation-trust-policy.ts';

/**
 * The certificates of one file of a trust store; trust-store-trust-policy.md, trust store. An authority, or a signer that signed itself; for
 * timestamps a root. At least one. Throws NOTATION_STORE_INVALID, naming `path`.
 */
export function decodeTrustedCertificates(bytes: Uint8Array, type: TrustStoreType, path: string): readonly NotationCertificate[] {
  const parts = splitCertificates(bytes);
  if (parts === undefined || parts.length === 0) throw invalid(path, 'it has content other than certificates in PEM or DER');
  return parts.map((der) => readTrusted(der, type, path));
}

function readTrusted(der: Uint8Array, type: TrustStoreType, path: string): NotationCertificate {
  let certificate: NotationCertificate;
  try {
    certificate = parseCertificate(der, path);
  } catch (cause) {
    if (!(cause instanceof VerificationError)) throw cause;
    throw invalid(path, cause.message, cause);
  }
  const { isAuthority } = certificate;
  const isRoot = isSelfSigned(certificate);
  if (type === 'tsa' ? isAuthority && isRoot : isAuthority || isRoot) return certificate;
  throw invalid(path, `${certificate.subject.text} is not ${type === 'tsa' ? 'a root' : 'an authority or self-signed'}`);
}

function invalid(path: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('NOTATION_STORE_INVALID', path, message, { cause });
}
