import { DerError } from '../../crypto/der-error.ts';
import { derTags } from '../../crypto/der-tags.ts';
import { contextTag, type DerElement, readDer, readMembers } from '../der/der-element.ts';
import { readBitString, readBoolean, readInteger, readObjectIdentifier, readSmallInteger, readTime } from '../der/der-values.ts';
import { type Certificate, type CertificateExtension } from './certificate.ts';

/** Reads one certificate in DER (RFC 5280, section 4.1). Throws {@link DerError} on anything but X.509 v3 in its one encoding. */
export function readCertificate(der: Uint8Array): Certificate {
  const whole = readDer(der);
  const [signed, algorithm, signature, ...extra] = readMembers(whole, derTags.sequence);
  if (extra.length > 0) throw new DerError('a certificate has more than three parts');
  const [version, serial, innerAlgorithm, issuer, validity, subject, key, ...rest] = readMembers(signed, derTags.sequence);
  if (readSmallInteger(readMembers(version, contextTag(0, 'constructed'))[0]) !== 2)
    throw new DerError('a certificate is not of version 3');
  if (algorithm === undefined || innerAlgorithm?.encoded.equals(algorithm.encoded) !== true)
    throw new DerError('a certificate names two signature algorithms');
  const [notBefore, notAfter] = readMembers(validity, derTags.sequence);
  return {
    encoded: whole.encoded,
    signed: encodedOf(signed),
    signatureAlgorithm: readObjectIdentifier(readMembers(algorithm, derTags.sequence)[0]),
    signature: readBitString(signature),
    serialNumber: readInteger(serial),
    issuer: encodedOf(issuer, derTags.sequence),
    subject: encodedOf(subject, derTags.sequence),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKeyInfo: encodedOf(key, derTags.sequence),
    extensions: readExtensions(rest),
  };
}

function readExtensions(rest: readonly DerElement[]): ReadonlyMap<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>();
  const [holder, ...extra] = rest;
  // Unique identifiers ([1], [2]) are of RFC 5280's "MUST NOT generate"; no sigstore certificate has them.
  if (extra.length > 0) throw new DerError('a certificate has unique identifiers');
  if (holder === undefined) return extensions;
  const [list] = readMembers(holder, contextTag(3, 'constructed'));
  for (const element of readMembers(list, derTags.sequence)) {
    const parts = readMembers(element, derTags.sequence);
    const id = readObjectIdentifier(parts[0]);
    const value = parts.at(-1);
    if (parts.length < 2 || parts.length > 3 || value?.tag !== derTags.octetString) throw new DerError(`extension ${id} is not one`);
    if (extensions.has(id)) throw new DerError(`extension ${id} is there twice`);
    extensions.set(id, { isCritical: parts.length === 3 && readBoolean(parts[1]), value: value.content, element });
  }
  return extensions;
}

function encodedOf(element: DerElement | undefined, tag?: number): Buffer {
  if (element === undefined || (tag !== undefined && element.tag !== tag)) throw new DerError('a part of a certificate is missing');
  return element.encoded;
}
