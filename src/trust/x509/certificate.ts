import { limits } from '../../model/limits.ts';
import { type Algorithm, readAlgorithm } from './algorithm.ts';
import { type CertificateUsage, readCertificateUsage } from './certificate-usage.ts';
import { DerError } from './der-error.ts';
import { expectTag, readDer, readMembers, readOptional } from './der-reader.ts';
import { contextTag, derTags } from './der-tags.ts';
import { readBitString, readInteger, readSmallInteger, readTime } from './der-values.ts';
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts';
import { type Extensions, readExtensions } from './extension.ts';

/** An X.509 certificate (RFC 5280, section 4.1), read once. Nothing of it is verified. */
export interface Certificate extends CertificateUsage {
  readonly der: Buffer;
  /** TBSCertificate, the part that is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Buffer;
  /** Two's complement, as encoded. */
  readonly serialNumber: Buffer;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Names are compared as DER: an issuer copies its own encoding into the certificates it issues (RFC 5280, section 4.1.2.6). */
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKeyInfo: Buffer;
  readonly extensions: Extensions;
}

/**
 * `profile`: what RFC 5280 allows authorities to issue, version 3 without unique identifiers. `legacy`: also versions 1 and 2, such as old roots
 * of companies.
 */
export type CertificateStrictness = 'profile' | 'legacy';

/** Unique identifiers of issuer and subject, and extensions. */
const optionalTags: Readonly<Record<CertificateStrictness, readonly number[]>> = {
  profile: [contextTag(3, 'constructed')],
  legacy: [contextTag(1, 'primitive'), contextTag(2, 'primitive'), contextTag(3, 'constructed')],
};

/** Reads one certificate in DER. Throws {@link DerError}. */
export function readCertificate(der: Uint8Array, strictness: CertificateStrictness): Certificate {
  if (der.length > limits.certificateBytes) throw new DerError(`${der.length} bytes are more than ${limits.certificateBytes}`);
  const whole = readDer(der);
  const [signed, algorithm, signature, ...extra] = readMembers(whole, derTags.sequence);
  if (extra.length > 0) throw new DerError('a certificate has more than three parts');
  const fields = readMembers(signed, derTags.sequence);
  const stated = fields[0]?.tag === contextTag(0, 'constructed') ? fields.shift() : undefined;
  const version = stated === undefined ? 1 : 1 + readSmallInteger(readDer(stated.content));
  if (version > 3 || (strictness === 'profile' && version !== 3)) throw new DerError(`a certificate is of version ${version}`);
  const [serial, innerAlgorithm, issuer, validity, subject, key, ...optional] = fields;
  const [holder] = readOptional(optional, optionalTags[strictness]).slice(-1);
  const signatureAlgorithm = readAlgorithm(algorithm);
  // RFC 5280, section 4.1.1.2: the signed part must name the algorithm of the signature.
  if (innerAlgorithm?.bytes.equals(algorithm!.bytes) !== true) throw new DerError('a certificate names two signature algorithms');
  const [notBefore, notAfter] = readMembers(validity, derTags.sequence);
  const subjectDer = expectTag(subject, derTags.sequence).bytes;
  const issuerDer = expectTag(issuer, derTags.sequence).bytes;
  const extensions = readExtensions(holder === undefined ? [] : readMembers(readDer(holder.content), derTags.sequence));
  return {
    der: whole.bytes,
    signed: signed!.bytes,
    signatureAlgorithm,
    signature: readBitString(signature),
    serialNumber: readInteger(serial),
    subject: readDistinguishedName(subjectDer),
    subjectDer,
    issuer: readDistinguishedName(issuerDer),
    issuerDer,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKeyInfo: expectTag(key, derTags.sequence).bytes,
    extensions,
    ...readCertificateUsage(extensions),
  };
}
