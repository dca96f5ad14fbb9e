import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Certificate, readCertificate } from '../../x509/certificate.ts';
import { isSameCertificate, isValidAt, understoodExtensions } from '../../x509/certificate-path.ts';
import { purposes } from '../../x509/certificate-usage.ts';
import { DerError } from '../../x509/der-error.ts';
import { extensionIds, findUnknownCritical } from '../../x509/extension.ts';
import { hashOfAlgorithm } from '../../x509/signature.ts';
import { readTimestampResponse } from '../../x509/timestamp-request.ts';
import { exactTimestamp } from '../../x509/timestamp-rules.ts';
import { readTimestampToken, type TimestampToken } from '../../x509/timestamp-token.ts';
import { findTokenFault, isNamedSigner, isTokenSignedBy } from '../../x509/verify-token.ts';
import { findAuthorityPath } from '../certificate/find-authority-path.ts';
import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';
import { type CertificateAuthority, isWithin } from '../trusted-root/trusted-root.ts';

/** When the signature existed, according to which authority. */
export interface VerifiedTime {
  readonly time: Date;
  readonly statedBy: 'transparency log' | 'timestamp authority';
  /** Statements of one operator count once. */
  readonly operator: string;
}

/**
 * Verifies an RFC 3161 timestamp over `stamped` against the trusted root's authorities. Only a certificate with
 * a verified path to the anchor is used, never an unverified one from the timestamp. Throws SIGSTORE_TIMESTAMP_INVALID and SIGSTORE_TIMESTAMP_UNTRUSTED.
 */
export function verifyTimestamp(
  der: Uint8Array,
  stamped: Uint8Array,
  authorities: readonly CertificateAuthority[],
  object: string,
): VerifiedTime {
  try {
    const token = readTimestampToken(readTimestampResponse(der, exactTimestamp), exactTimestamp);
    const fault = findTokenFault(token, stamped);
    if (fault !== undefined) throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, fault);
    const authority = findAuthority(token, authorities);
    if (authority !== undefined) return { time: token.time, statedBy: 'timestamp authority', operator: authority.operator };
    throw new VerificationError(
      'SIGSTORE_TIMESTAMP_UNTRUSTED',
      object,
      `no timestamp authority of the trusted root signed it at ${token.time.toISOString()}`,
    );
  } catch (error) {
    if (!(error instanceof DerError) && !(error instanceof KeyRefused)) throw error;
    throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, error.message, { cause: error });
  }
}

/** What is wrong with a timestamp whoever signed it: it cannot be read, or is over something else. For one that nothing depends on. */
export function findTimestampFault(der: Uint8Array, stamped: Uint8Array): string | undefined {
  try {
    return findTokenFault(readTimestampToken(readTimestampResponse(der, exactTimestamp), exactTimestamp), stamped);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return error.message;
  }
}

/** The time must be within the validity of the authority that signed, not of another one. */
function findAuthority(token: TimestampToken, authorities: readonly CertificateAuthority[]): CertificateAuthority | undefined {
  const supplied = token.certificates.map((certificate) => readCertificate(certificate, 'profile'));
  return authorities.find(({ chain, validFor }) => isWithin(validFor, token.time) && isSignedUnder(token, chain, supplied));
}

function isSignedUnder(token: TimestampToken, chain: readonly Certificate[], supplied: readonly Certificate[]): boolean {
  const { time } = token;
  const isSigner = (certificate: Certificate): boolean => isNamedSigner(token, certificate);
  const own = chain.filter(isSigner);
  // An embedded signer certificate is used only where the root does not have it.
  return (own.length > 0 ? own : supplied.filter(isSigner)).some((leaf) => {
    if (!isTimestampSigner(leaf, time) || !isSignedBy(token, leaf)) return false;
    const path = findAuthorityPath({ leaf, chain, supplied, time, purpose: purposes.timeStamping });
    return path !== undefined && areKnown(supplied, [...path, ...chain]);
  });
}

/** Every embedded certificate must be in the verified path, or be a cross-certificate of one of its authorities (same name and key, any issuer). */
function areKnown(supplied: readonly Certificate[], verified: readonly Certificate[]): boolean {
  const isOfKey = (one: Certificate, known: Certificate): boolean =>
    known.isAuthority && known.subjectDer.equals(one.subjectDer) && known.publicKeyInfo.equals(one.publicKeyInfo);
  return supplied.every((one) => verified.some((known) => isSameCertificate(known, one) || isOfKey(one, known)));
}

/** RFC 3161, section 2.3: timestamping is the only purpose, and critical. */
function isTimestampSigner(certificate: Certificate, time: Date): boolean {
  const { extensions, isAuthority, keyUsage, purposes: allowed } = certificate;
  const isForStamps = allowed?.length === 1 && allowed[0] === purposes.timeStamping;
  const isPurposeCritical = extensions.get(extensionIds.extendedKeyUsage)?.isCritical === true;
  if (!isForStamps || !isPurposeCritical || keyUsage?.has('digitalSignature') === false || isAuthority) return false;
  return isValidAt(certificate, time) && findUnknownCritical(extensions, understoodExtensions) === undefined;
}

/** The key must be in sigstore's algorithm registry, and the signature algorithm must not name another hash than the digest algorithm. */
function isSignedBy(token: TimestampToken, certificate: Certificate): boolean {
  readVerificationKey(certificate.publicKeyInfo);
  const { hash, signatureAlgorithm } = token.signer;
  return (hashOfAlgorithm(signatureAlgorithm) ?? hash) === hash && isTokenSignedBy(token, certificate);
}
