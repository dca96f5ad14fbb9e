import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { readDer } from '../../../src/trust/x509/der-reader.ts';
import { writeDer, writeOctetString } from '../../../src/trust/x509/der-writer.ts';
import { readCertificate } from '../../../src/trust/x509/certificate.ts';
import { readTimestampResponse, writeTimestampRequest } from '../../../src/trust/x509/timestamp-request.ts';
import { anyTimestamp, exactTimestamp, type TimestampRules } from '../../../src/trust/x509/timestamp-rules.ts';
import { readTimestampToken, type TimestampToken } from '../../../src/trust/x509/timestamp-token.ts';
import { findTokenFault, isNamedSigner, isTokenSignedBy } from '../../../src/trust/x509/verify-token.ts';
import { boolean, explicit, generalizedTime, objectIdentifier, octets, sequence, set, small, utf8 } from '../sigstore/made-der.ts';
import { makeTimestamp, timestampInfo, type TimestampParts, type TimestampRequest } from '../sigstore/made-timestamp.ts';
import { signedAt, stampRoot, stampSigner } from '../sigstore/made-world.ts';

const stamped = Buffer.from('signature');
const base = { signer: stampSigner, issuer: stampRoot, stamped, time: signedAt };
const response = (changes: Partial<TimestampRequest> = {}): Buffer => makeTimestamp({ ...base, ...changes });
const signer = readCertificate(stampSigner.der, 'profile');

function read(bytes: Uint8Array, rules: TimestampRules): TimestampToken {
  return readTimestampToken(readTimestampResponse(bytes, rules), rules);
}

/** Whether the token is a timestamp of `stamped` by the signer. */
function outcome(bytes: Uint8Array, rules: TimestampRules): string {
  try {
    const token = read(bytes, rules);
    const fault = findTokenFault(token, stamped);
    if (fault !== undefined) return fault;
    return isNamedSigner(token, signer) && isTokenSignedBy(token, signer) ? 'good' : 'another signer';
  } catch (error) {
    expect(error).toMatchObject({ name: 'DerError' });
    return (error as Error).message;
  }
}

/** The same in BER: every sequence and set of indefinite length, every octet string in two parts. */
function toBer(der: Buffer): Buffer {
  const { tag, content } = readDer(der);
  if (tag === 0x04 && content.length > 1) {
    const parts = [writeOctetString(content.subarray(0, 1)), writeOctetString(content.subarray(1))];
    return Buffer.concat([Buffer.of(0x24, 0x80), ...parts, Buffer.alloc(2)]);
  }
  if ((tag & 0x20) === 0) return der;
  const inside: Buffer[] = [];
  for (let rest = content; rest.length > 0; rest = rest.subarray(inside.at(-1)!.length)) inside.push(firstOf(rest));
  return Buffer.concat([Buffer.of(tag, 0x80), ...inside.map(toBer), Buffer.alloc(2)]);
}

function firstOf(bytes: Buffer): Buffer {
  const octetsOfLength = bytes[1]! < 0x80 ? 0 : bytes[1]! & 0x7f;
  return bytes.subarray(0, 2 + octetsOfLength + (octetsOfLength === 0 ? bytes[1]! : bytes.readUIntBE(2, octetsOfLength)));
}

describe('timestamp tokens', () => {
  it('are read with every field', () => {
    const info = sequence(
      small(1),
      objectIdentifier('1.2.3'),
      sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1')), octets(Buffer.alloc(32))),
      small(9),
      writeDer(0x18, Buffer.from('20260301120000.25Z')),
      sequence(small(2), writeDer(0x80, Buffer.of(5)), writeDer(0x81, Buffer.of(1))),
      boolean(true),
      small(77),
      explicit(0, writeDer(0x86, Buffer.from('x'))),
    );
    const { signer: by, content, certificates, ...facts } = read(response({ parts: { info }, embedded: [stampSigner] }), exactTimestamp);
    expect(facts).toEqual({
      policy: '1.2.3',
      imprint: { hash: 'sha256', digest: Buffer.alloc(32) },
      time: new Date('2026-03-01T12:00:00.250Z'),
      accuracyMs: 2_006,
      nonce: Buffer.of(77),
    });
    expect([content, certificates]).toEqual([info, [stampSigner.der]]);
    expect(by).toMatchObject({ identifier: { kind: 'issuer and serial', issuerDer: stampRoot.name }, hash: 'sha256' });
  });

  const hash = (id: string): Buffer => set(sequence(objectIdentifier(id)));
  it.each<[string, string, string, Partial<TimestampParts>]>([
    ['in the minimal form', 'good', 'good', {}],
    [
      'with a text beside the status',
      'the status has a text, which is not allowed here',
      'good',
      { status: Buffer.concat([small(0), sequence(utf8('fine'))]) },
    ],
    ['of another version of CMS', 'the signed data is not of version 3', 'good', { version: small(1) }],
    [
      'naming another hash than its signer',
      'the signed data names another hash than its signer',
      'good',
      { hashes: hash('2.16.840.1.101.3.4.2.3') },
    ],
    ['naming SHA-1 as well', 'hash 1.3.14.3.2.26 is not SHA-2', 'good', { hashes: hash('1.3.14.3.2.26') }],
    ['with revocation lists', 'the token has revocation lists', 'good', { afterCertificates: [explicit(1)] }],
    ['with a signer of version 3', 'the signer is not named by issuer and serial number', 'good', { signerVersion: small(3) }],
    [
      'with a status of refusal',
      'the timestamp was refused with status 2',
      'the timestamp was refused with status 2',
      { status: small(2) },
    ],
    ['with two signers', 'the token has 2 signers', 'the token has 2 signers', { otherSigners: [sequence(small(1))] }],
    [
      'of something else',
      'the timestamp is for another signature',
      'the timestamp is for another signature',
      { info: timestampInfo(Buffer.from('x'), generalizedTime(signedAt)) },
    ],
    [
      'with a hash that is not SHA-2',
      'hash 1.3.14.3.2.26 is not SHA-2',
      'hash 1.3.14.3.2.26 is not SHA-2',
      { signerHash: sequence(objectIdentifier('1.3.14.3.2.26')) },
    ],
  ])('%s: exactly %s, otherwise %s', (_name, exact, tolerant, parts) => {
    expect([outcome(response({ parts }), exactTimestamp), outcome(response({ parts }), anyTimestamp)]).toEqual([exact, tolerant]);
  });

  it('in BER are read under the tolerant rules only, with the same result', () => {
    const der = response({ embedded: [stampSigner, stampRoot] });
    const ber = toBer(der);
    expect(ber.equals(der)).toBe(false);
    expect(outcome(ber, exactTimestamp)).toBe('a length is indefinite or has more than 4 octets');
    expect(outcome(ber, anyTimestamp)).toBe('good');
    expect(read(ber, anyTimestamp)).toEqual(read(der, anyTimestamp));
  });

  it('with a critical extension are refused', () => {
    const extension = sequence(objectIdentifier('1.2.3'), boolean(true), octets(Buffer.alloc(1)));
    const usual = readDer(timestampInfo(stamped, generalizedTime(signedAt))).content;
    const info = sequence(usual, explicit(1, extension));
    expect([exactTimestamp, anyTimestamp].map((rules) => outcome(response({ parts: { info } }), rules))).toEqual([
      'critical extension 1.2.3 is not supported',
      'critical extension 1.2.3 is not supported',
    ]);
  });

  it('hold their bounds', () => {
    const many = Array.from({ length: limits.timestampCertificates + 1 }, () => stampRoot);
    const few = Array.from({ length: 3 }, () => stampRoot);
    expect(outcome(response({ embedded: few }), exactTimestamp)).toBe('good');
    expect(outcome(response({ embedded: many }), exactTimestamp)).toContain(`more than ${limits.timestampCertificates}`);
    expect(() => readTimestampToken(Buffer.alloc(limits.timestampTokenBytes + 1), anyTimestamp)).toThrow(`${limits.timestampTokenBytes}`);
  });

  it('are refused when truncated, and never change their time or signer by one bit', () => {
    const der = response();
    for (let length = 0; length < der.length; length++)
      for (const rules of [exactTimestamp, anyTimestamp]) expect(outcome(der.subarray(0, length), rules)).not.toBe('good');
    const genuine = read(der, anyTimestamp);
    for (let bit = 0; bit < der.length * 8; bit++) {
      const changed = Buffer.from(der);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const isGood = [exactTimestamp, anyTimestamp].map((rules) => outcome(changed, rules) === 'good');
      // Exactly one spelling but for the status, of which 0 and 1 both grant.
      if (isGood[0]!) expect(read(changed, exactTimestamp)).toEqual(genuine);
      if (isGood[1]!)
        expect(read(changed, anyTimestamp)).toMatchObject({ time: genuine.time, imprint: genuine.imprint, content: genuine.content });
    }
  });
});

it('encodes a request as in RFC 3161', () => {
  const digest = Buffer.alloc(32, 0xab);
  const head = '0201013031300d060960864801650304020105000420' + 'ab'.repeat(32);
  expect(writeTimestampRequest({ hash: 'sha256', digest, wantsCertificates: false }).toString('hex')).toBe(`3036${head}`);
  expect(writeTimestampRequest({ hash: 'sha256', digest, nonce: Buffer.of(0x80), wantsCertificates: true }).toString('hex')).toBe(
    `303d${head}020200800101ff`,
  );
});
