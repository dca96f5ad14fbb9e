import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { verifyTimestamp } from '../../../src/trust/sigstore/timestamp/verify-timestamp.ts';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { change, toBytes } from './judge.ts';
import { authority, extendedKeyUsage, keyUsage, makeCertificate, type MadeCertificate } from './made-certificate.ts';
import { explicit, generalizedTime, objectIdentifier, octets, sequence, set, small, utcTime } from './made-der.ts';
import {
  attribute,
  ids,
  makeTimestamp,
  signedAttributes,
  timestampInfo,
  type TimestampParts,
  type TimestampRequest,
} from './made-timestamp.ts';
import { intermediate, makeTrustedRoot, signedAt, stampRoot, stampSigner } from './made-world.ts';

const stamped = Buffer.from('signature');
const stamping = '1.3.6.1.5.5.7.3.8';
const hash = (name: string, bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest();
const hashId = (id: string): Buffer => sequence(objectIdentifier(id));
const sha384Id = hashId('2.16.840.1.101.3.4.2.2');
const sha512Id = hashId('2.16.840.1.101.3.4.2.3');
const info = timestampInfo(stamped, generalizedTime(signedAt));
const own = sequence(octets(hash('sha256', stampSigner.der)));
const [contentType, messageDigest, certificateId] = signedAttributes(info, own);
const attributes = (...list: readonly Buffer[]): Partial<TimestampParts> => ({ attributes: Buffer.concat(list) });

function rootOf(...chain: readonly MadeCertificate[]): unknown {
  const certificates = chain.map(({ der }) => ({ rawBytes: der.toString('base64') }));
  return change(makeTrustedRoot(), 'timestampAuthorities.0.certChain.certificates', certificates);
}

function judge(changes: Partial<TimestampRequest>, root: unknown = makeTrustedRoot()): string {
  const der = makeTimestamp({ signer: stampSigner, issuer: stampRoot, stamped, time: signedAt, ...changes });
  try {
    const { timestampAuthorities } = readTrustedRoot(toBytes(root), 'root');
    return verifyTimestamp(der, stamped, timestampAuthorities, 'timestamp').time.toISOString();
  } catch (error) {
    if (error instanceof VerificationError) return error.code;
    throw error;
  }
}

const signerOf = (extensions: readonly Buffer[], issuer = stampRoot): MadeCertificate =>
  makeCertificate({ name: 'stamps 2', issuer, notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01'), extensions, serial: 8 });
const usual = [keyUsage(0x80), extendedKeyUsage([stamping], true)];
const time = signedAt.toISOString();
const [invalid, untrusted] = ['SIGSTORE_TIMESTAMP_INVALID', 'SIGSTORE_TIMESTAMP_UNTRUSTED'];

describe('parts of timestamps', () => {
  it.each<[string, string, Partial<TimestampParts>]>([
    ['as they should be', time, {}],
    ['granted with modifications', time, { status: small(1) }],
    ['rejected', invalid, { status: small(2) }],
    ['with a text beside the status', invalid, { status: Buffer.concat([small(0), sequence()]) }],
    ['with more than a token', invalid, { afterToken: [small(1)] }],
    ['of another type', invalid, { tokenType: ids.data }],
    ['of another version', invalid, { version: small(1) }],
    ['naming another hash', invalid, { hashes: set(sha512Id) }],
    ['naming SHA-1', invalid, { hashes: set(hashId('1.3.14.3.2.26')) }],
    ['naming a hash with NULL', time, { hashes: set(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), Buffer.from([5, 0]))) }],
    ['naming a hash with parameters', invalid, { hashes: set(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), small(1))) }],
    ['of content that is no timestamp', invalid, { contentType: ids.data }],
    ['with revocation lists', invalid, { afterCertificates: [explicit(1), explicit(1)] }],
    ['with two signers', invalid, { otherSigners: [sequence(small(1))] }],
    ['with a signer that is named otherwise', invalid, { signerVersion: small(3) }],
    ['of version 2', invalid, { info: timestampInfo(stamped, generalizedTime(signedAt), 2) }],
    ['with a time in short form', invalid, { info: timestampInfo(stamped, utcTime(signedAt)) }],
    ['of something by SHA-1', invalid, { info: timestampInfo(stamped, generalizedTime(signedAt), 1, hashId('1.3.14.3.2.26')) }],
    ['of something else', invalid, { info: timestampInfo(Buffer.from('x'), generalizedTime(signedAt)) }],
    ['signed by an unknown algorithm', untrusted, { signatureAlgorithm: '1.2.840.10045.4.3.1' }],
    ['signed by an algorithm with another hash', untrusted, { signatureAlgorithm: '1.2.840.10045.4.3.3' }],
    ['signed by RSA, it says', untrusted, { signatureAlgorithm: '1.2.840.113549.1.1.11' }],
    ['signed by Ed25519, it says', untrusted, { signatureAlgorithm: '1.3.101.112' }],
  ])('%s: %s', (_name, expected, parts) => {
    expect(judge({ parts })).toBe(expected);
  });
});

describe('signed attributes', () => {
  const other = timestampInfo(stamped, generalizedTime(new Date('2026-03-01T12:00:05Z')));
  const certificate = (id: Buffer): Partial<TimestampParts> => attributes(...signedAttributes(info, id));
  it.each<[string, string, Partial<TimestampParts>]>([
    ['in their order', time, attributes(contentType, messageDigest, certificateId)],
    ['with more', time, attributes(contentType, messageDigest, certificateId, attribute('1.2.3', small(1)))],
    ['without type', invalid, attributes(messageDigest, certificateId)],
    ['without digest', invalid, attributes(contentType, certificateId)],
    ['without certificate', invalid, attributes(contentType, messageDigest)],
    ['with two digests', invalid, attributes(contentType, messageDigest, messageDigest, certificateId)],
    [
      'with two values',
      invalid,
      attributes(contentType, attribute('1.2.840.113549.1.9.4', octets(hash('sha256', info)), octets(hash('sha256', info))), certificateId),
    ],
    ['of another type of content', invalid, attributes(...signedAttributes(info, own, ids.data))],
    ['of another timestamp', invalid, attributes(...signedAttributes(other, own))],
    ['naming the certificate by SHA-512', time, certificate(sequence(sha512Id, octets(hash('sha512', stampSigner.der))))],
    ['naming the certificate by SHA-384', time, certificate(sequence(sha384Id, octets(hash('sha384', stampSigner.der))))],
    ['naming the certificate by MD5', invalid, certificate(sequence(hashId('1.2.840.113549.2.5'), octets(hash('md5', stampSigner.der))))],
    ['naming another certificate', untrusted, certificate(sequence(octets(hash('sha256', stampRoot.der))))],
    [
      'of the first version, by SHA-1',
      time,
      attributes(
        contentType,
        messageDigest,
        attribute('1.2.840.113549.1.9.16.2.12', sequence(sequence(sequence(octets(hash('sha1', stampSigner.der)))))),
      ),
    ],
  ])('%s: %s', (_name, expected, parts) => {
    expect(judge({ parts })).toBe(expected);
  });
});

describe('signers of timestamps', () => {
  const second = signerOf(usual);
  const middle = makeCertificate({
    name: 'middle',
    issuer: stampRoot,
    notBefore: new Date('2024-01-01'),
    notAfter: new Date('2034-01-01'),
    extensions: [authority(), keyUsage(0x04)],
  });
  const under = signerOf(usual, middle);
  /** Another certificate for the name and the key of the root. */
  const cross = makeCertificate({
    name: 'stamp root',
    issuer: intermediate,
    keys: stampRoot,
    notBefore: new Date('2024-01-01'),
    notAfter: new Date('2034-01-01'),
    extensions: [authority()],
  });

  it.each<[string, string, Partial<TimestampRequest>, unknown?]>([
    ['that came along, under a root', time, { signer: second, embedded: [second] }, rootOf(stampRoot)],
    ['that came along with their intermediate', time, { signer: under, issuer: middle, embedded: [under, middle] }, rootOf(stampRoot)],
    ['that did not come along', untrusted, { signer: second }, rootOf(stampRoot)],
    ['of the root, that came along too', time, { embedded: [stampSigner, stampRoot] }],
    ['with a cross-certificate for their root', time, { embedded: [stampSigner, cross] }],
    ['with a certificate that has nothing to do with them', untrusted, { embedded: [stampSigner, second] }],
    ['of another root', untrusted, { embedded: [stampSigner] }, rootOf(intermediate)],
    ['for everything', untrusted, { signer: signerOf([keyUsage(0x80)]) }, rootOf(signerOf([keyUsage(0x80)]), stampRoot)],
    ['whose purpose is not critical', untrusted, ...signerWith([keyUsage(0x80), extendedKeyUsage([stamping])])],
    ['with two purposes', untrusted, ...signerWith([keyUsage(0x80), extendedKeyUsage([stamping, '1.3.6.1.5.5.7.3.3'], true)])],
    ['not for signatures', untrusted, ...signerWith([keyUsage(0x04), extendedKeyUsage([stamping], true)])],
    ['that are authorities', untrusted, ...signerWith([authority(), keyUsage(0x80), extendedKeyUsage([stamping], true)])],
    ['as they should be', time, ...signerWith(usual)],
  ])('%s: %s', (_name, expected, changes, root) => {
    expect(judge(changes, root)).toBe(expected);
  });

  it('sign themselves', () => {
    const forged = { ...stampSigner, privateKey: second.privateKey };
    expect(judge({ signer: forged })).toBe(untrusted);
  });
});

/** A signer with these extensions, and a root that has him. */
function signerWith(extensions: readonly Buffer[]): [Partial<TimestampRequest>, unknown] {
  const signer = signerOf(extensions);
  return [{ signer }, rootOf(signer, stampRoot)];
}
