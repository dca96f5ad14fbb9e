import { X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  BasicConstraints,
  Certificate,
  CRLDistributionPoints,
  type DistributionPoint,
  type Extension,
  ExtKeyUsage,
  GeneralName,
  InfoAccess,
} from 'pkijs';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readDistinguishedName } from './distinguished-name.ts';
import { type KeyUsage, keyUsageBits, type NotationCertificate } from './notation-certificate.ts';

/**
 * Reads one DER certificate: OpenSSL's reading for the key and the signature, pkijs's for the extensions, and only bytes that OpenSSL
 * would write the same way. Throws NOTATION_CERTIFICATE_REFUSED, naming `what`.
 */
export function parseCertificate(der: Uint8Array, what: string): NotationCertificate {
  if (der.length > limits.certificateBytes) throw refused(what, `it is ${der.length} bytes long, more than ${limits.certificateBytes}`);
  try {
    return readCertificate(der);
  } catch (cause) {
    throw refused(what, `it is not an X.509 certificate: ${messageOf(cause).slice(0, 200)}`, cause);
  }
}

function readCertificate(der: Uint8Array): NotationCertificate {
  const x509 = new X509Certificate(der);
  if (!x509.raw.equals(der)) throw new Error('it is not DER, or something follows it');
  const certificate = Certificate.fromBER(der);
  const extensions = byIdentifier(certificate.extensions ?? []);
  const keyIdentifier = parsedAs(extensions.get('2.5.29.14'), asn1js.OctetString);
  return {
    der,
    publicKey: x509.publicKey,
    subject: readDistinguishedName(certificate.subject.valueBeforeDecode),
    subjectDer: new Uint8Array(certificate.subject.valueBeforeDecode),
    issuerDer: new Uint8Array(certificate.issuer.valueBeforeDecode),
    serialNumber: certificate.serialNumber.valueBlock.valueHexView,
    notBefore: certificate.notBefore.value,
    notAfter: certificate.notAfter.value,
    signatureAlgorithm: certificate.signatureAlgorithm.algorithmId,
    publicKeyBits: certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
    ...readBasicConstraints(extensions.get('2.5.29.19')),
    ...readKeyUsage(extensions.get('2.5.29.15')),
    ...readExtendedKeyUsage(extensions.get('2.5.29.37')),
    ...(keyIdentifier === undefined ? {} : { keyIdentifier: keyIdentifier.valueBlock.valueHexView }),
    ocspPlaces: readOcspPlaces(extensions.get('1.3.6.1.5.5.7.1.1')),
    crlPlaces: readCrlPlaces(extensions.get('2.5.29.31')),
    freshestCrlPlaces: readCrlPlaces(extensions.get('2.5.29.46')),
    isOcspNoCheck: extensions.has('1.3.6.1.5.5.7.48.1.5'),
    isSignedBy: (issuer) => x509.verify(issuer.publicKey),
  };
}

/** RFC 5280, section 4.2: no extension twice. */
function byIdentifier(extensions: readonly Extension[]): ReadonlyMap<string, Extension> {
  const found = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (found.size !== extensions.length) throw new Error('it has an extension twice');
  return found;
}

function readBasicConstraints(extension: Extension | undefined): Pick<NotationCertificate, 'basicConstraints'> {
  const constraints = parsedAs(extension, BasicConstraints);
  if (constraints === undefined || extension === undefined) return {};
  const { cA, pathLenConstraint: length } = constraints;
  if (length !== undefined && typeof length !== 'number') throw new Error('its path length is beyond reason');
  return { basicConstraints: { isCritical: extension.critical, isAuthority: cA, ...(length === undefined ? {} : { pathLength: length }) } };
}

function readKeyUsage(extension: Extension | undefined): Pick<NotationCertificate, 'keyUsage'> {
  const value = parsedAs(extension, asn1js.BitString);
  if (value === undefined || extension === undefined) return {};
  const bytes = value.valueBlock.valueHexView;
  const isSet = (_: KeyUsage, bit: number): boolean => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  return { keyUsage: { isCritical: extension.critical, bits: new Set(keyUsageBits.filter(isSet)) } };
}

function readExtendedKeyUsage(extension: Extension | undefined): Pick<NotationCertificate, 'extendedKeyUsage'> {
  const value = parsedAs(extension, ExtKeyUsage);
  return value === undefined || extension === undefined
    ? {}
    : { extendedKeyUsage: { isCritical: extension.critical, purposes: value.keyPurposes } };
}

/** Access method id-ad-ocsp; RFC 5280, section 4.2.2.1. */
function readOcspPlaces(extension: Extension | undefined): readonly string[] {
  const descriptions = parsedAs(extension, InfoAccess)?.accessDescriptions ?? [];
  return descriptions
    .filter(({ accessMethod }) => accessMethod === '1.3.6.1.5.5.7.48.1')
    .flatMap(({ accessLocation }) => readUri(accessLocation));
}

function readCrlPlaces(extension: Extension | undefined): readonly string[] {
  const points: readonly DistributionPoint[] = parsedAs(extension, CRLDistributionPoints)?.distributionPoints ?? [];
  return points.flatMap(({ distributionPoint: names }) => (Array.isArray(names) ? names.flatMap(readUri) : []));
}

/** uniformResourceIdentifier is choice 6 of GeneralName. */
function readUri(name: unknown): readonly string[] {
  return name instanceof GeneralName && name.type === 6 && typeof name.value === 'string' ? [name.value] : [];
}

/** Absent stays absent; there and unreadable is an error, so that nothing is overlooked. */
function parsedAs<T>(extension: Extension | undefined, type: abstract new (...parameters: never[]) => T): T | undefined {
  if (extension === undefined) return undefined;
  const value: unknown = extension.parsedValue;
  if (value instanceof type) return value;
  throw new Error(`its extension ${extension.extnID} cannot be read`);
}

function refused(what: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('NOTATION_CERTIFICATE_REFUSED', what, message, { cause });
}
