import { createHash } from 'node:crypto';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { DerError } from '../../crypto/der-error.ts';
import { type Certificate } from '../certificate/certificate.ts';
import { purposes, readCertificateUsage } from '../certificate/certificate-usage.ts';
import { findCertificatePath } from '../certificate/find-certificate-path.ts';
import { readCertificate } from '../certificate/read-certificate.ts';
import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';
import { isSignatureBy, type SignatureMethod } from '../key/verification-key.ts';
import { type CertificateAuthority, isWithin } from '../trusted-root/trusted-root.ts';
import { readTimestamp, type Timestamp } from './read-timestamp.ts';

/** When an authority saw the signature, and which one. */
export interface VerifiedTime {
  readonly time: Date;
  readonly statedBy: 'transparency log' | 'timestamp authority';
  /** Statements of one operator count once. */
  readonly operator: string;
}

/**
 * Verifies an RFC 3161 timestamp over `stamped` against the trusted root's authorities. The certificate used is the one that
 * was verified up to the anchor, never one that came along unverified. Throws SIGSTORE_TIMESTAMP_INVALID and SIGSTORE_TIMESTAMP_UNTRUSTED.
 */
export function verifyTimestamp(
  der: Uint8Array,
  stamped: Uint8Array,
  authorities: readonly CertificateAuthority[],
  object: string,
): VerifiedTime {
  try {
    const timestamp = readTimestamp(der);
    checkContent(timestamp, stamped, object);
    const authority = findAuthority(timestamp, authorities);
    if (authority !== undefined) return { time: timestamp.time, statedBy: 'timestamp authority', operator: authority.operator };
    throw new VerificationError(
      'SIGSTORE_TIMESTAMP_UNTRUSTED',
      object,
      `no timestamp authority of the trusted root signed it at ${timestamp.time.toISOString()}`,
    );
  } catch (error) {
    if (!(error instanceof DerError) && !(error instanceof KeyRefused)) throw error;
    throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, error.message, { cause: error });
  }
}

function checkContent({ imprint, content, contentDigest, hash }: Timestamp, stamped: Uint8Array, object: string): void {
  if (!createHash(imprint.hash).update(stamped).digest().equals(imprint.digest))
    throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, 'the timestamp is for something else than this signature');
  if (!createHash(hash).update(content).digest().equals(contentDigest))
    throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, 'the signer signed another timestamp');
}

/** The authority's own validity counts, not that of another one that happens to cover the time. */
function findAuthority(timestamp: Timestamp, authorities: readonly CertificateAuthority[]): CertificateAuthority | undefined {
  return authorities.find(({ chain, validFor }) => isWithin(validFor, timestamp.time) && isSignedUnder(timestamp, chain));
}

function isSignedUnder(timestamp: Timestamp, chain: readonly Certificate[]): boolean {
  const isSigner = ({ issuer, serialNumber }: Certificate): boolean =>
    issuer.equals(timestamp.signer.issuer) && serialNumber.equals(timestamp.signer.serialNumber);
  const own = chain.filter(isSigner);
  const supplied = timestamp.certificates.map((der) => readCertificate(der));
  // An embedded signer certificate is used only where the root does not have it.
  return (own.length > 0 ? own : supplied.filter(isSigner)).some((leaf) => {
    const path = findCertificatePath({ leaf, authority: chain, supplied, time: timestamp.time, purpose: purposes.timeStamping });
    return path !== undefined && areKnown(supplied, [...path, ...chain]) && isTimestampSigner(leaf) && isSignedBy(timestamp, leaf);
  });
}

/** Embedded certificates are in the verified path, or certify the key of one of its authorities; the issuer of the latter does not matter. */
function areKnown(supplied: readonly Certificate[], verified: readonly Certificate[]): boolean {
  return supplied.every((one) =>
    verified.some(
      (known) =>
        known.encoded.equals(one.encoded) ||
        (readCertificateUsage(known).isAuthority && known.subject.equals(one.subject) && known.publicKeyInfo.equals(one.publicKeyInfo)),
    ),
  );
}

/** RFC 3161, section 2.3: time stamping is the one purpose, and critical. */
function isTimestampSigner(certificate: Certificate): boolean {
  const { extendedKeyUsage, keyUsage, isAuthority } = readCertificateUsage(certificate);
  const isPurpose = extendedKeyUsage?.purposes.length === 1 && extendedKeyUsage.purposes[0] === purposes.timeStamping;
  return isPurpose && extendedKeyUsage.isCritical && keyUsage?.digitalSignature !== false && !isAuthority;
}

function isSignedBy(timestamp: Timestamp, certificate: Certificate): boolean {
  const { hash, digest } = timestamp.signingCertificate;
  if (!createHash(hash).update(certificate.encoded).digest().equals(digest)) return false;
  const method = methodOf(timestamp);
  if (method === undefined) return false;
  const key = readVerificationKey(certificate.publicKeyInfo);
  return isSignatureBy({ ...key, methods: [method] }, timestamp.signed, timestamp.signature);
}

/** RFC 5754, section 3: the algorithm names a hash as well, or leaves it to the digest algorithm beside it. */
function methodOf({ signatureAlgorithm, hash }: Timestamp): SignatureMethod | undefined {
  const named = algorithms.get(signatureAlgorithm);
  if (named === undefined || (named.hash !== undefined && named.hash !== hash)) return undefined;
  return named.scheme === 'ed25519' ? { scheme: 'ed25519' } : { scheme: named.scheme, hash };
}

interface NamedAlgorithm {
  readonly scheme: Exclude<SignatureMethod['scheme'], 'ed25519ph'>;
  readonly hash?: string;
}

const algorithms: ReadonlyMap<string, NamedAlgorithm> = new Map<string, NamedAlgorithm>([
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha512' }],
  ['1.2.840.113549.1.1.1', { scheme: 'rsa-pkcs1v15' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa-pkcs1v15', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa-pkcs1v15', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa-pkcs1v15', hash: 'sha512' }],
  ['1.3.101.112', { scheme: 'ed25519' }],
]);
