import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { parseCertificate } from '../../../src/trust/notation/certificate/parse-certificate.ts';
import { verifyTimestampToken } from '../../../src/trust/notation/timestamp/verify-timestamp-token.ts';
import { readTimestampResponse } from '../../../src/trust/x509/timestamp-request.ts';
import { anyTimestamp } from '../../../src/trust/x509/timestamp-rules.ts';
import { readTimestampToken } from '../../../src/trust/x509/timestamp-token.ts';
import { parseRevocationList } from '../../../src/trust/notation/revocation/revocation-list.ts';
import { processorMs } from '../../support/processor-time.ts';
import { authority, extendedKeyUsage, keyUsage, makeCertificate } from '../sigstore/made-certificate.ts';
import { makeTimestamp } from '../sigstore/made-timestamp.ts';

/** Sequences in sequences, of definite length as far as `bytes` go. */
function nested(bytes: number): Buffer {
  const heads: Buffer[] = [];
  for (let length = bytes; length > 8; length -= 5) {
    const head = Buffer.from([0x30, 0x83, 0, 0, 0]);
    head.writeUIntBE(length - 5, 2, 3);
    heads.push(head);
  }
  return Buffer.concat(heads);
}

describe('hostile ASN.1', () => {
  it.each<[string, (bytes: number) => Buffer]>([
    ['sequences in sequences', nested],
    ['indefinite lengths in each other', (bytes) => Buffer.alloc(bytes).fill(Buffer.from([0x30, 0x80]))],
    ['constructed strings in each other', (bytes) => Buffer.alloc(bytes).fill(Buffer.from([0x24, 0x80]))],
    [
      'nulls in a sequence',
      (bytes) =>
        Buffer.concat([
          Buffer.from([0x30, 0x83, (bytes >> 16) & 0xff, (bytes >> 8) & 0xff, bytes & 0xff]),
          Buffer.alloc(bytes).fill(Buffer.from([5, 0])),
        ]),
    ],
    ['tags of many bytes', (bytes) => Buffer.alloc(bytes, 0xff)],
    ['zeros', (bytes) => Buffer.alloc(bytes)],
  ])('%s end soon', (_, make) => {
    const taken = processorMs(() => {
      expect(() => readTimestampToken(make(limits.timestampTokenBytes - 8), anyTimestamp)).toThrow();
      expect(() => parseCertificate(make(limits.certificateBytes - 8), 'it')).toThrow();
      expect(() => parseRevocationList(make(1 << 20))).toThrow();
    });
    expect(taken).toBeLessThan(10_000);
  });

  it('has bounds on timestamps and certificates', () => {
    expect(() => readTimestampToken(Buffer.alloc(limits.timestampTokenBytes + 1), anyTimestamp)).toThrow(
      `more than ${limits.timestampTokenBytes}`,
    );
    expect(() => parseCertificate(Buffer.alloc(limits.certificateBytes + 1), 'it')).toThrow(`more than ${limits.certificateBytes}`);
  });
});

it('refuses a timestamp whose certificates all issue each other, without trying every order', () => {
  const [notBefore, notAfter] = [new Date('2024-01-01'), new Date('2034-01-01')];
  const authorities = { notBefore, notAfter, extensions: [authority(), keyUsage(0x04)] };
  const issuer = makeCertificate({ ...authorities, name: 'loop' });
  const trusted = makeCertificate({ ...authorities, name: 'trusted' });
  const purpose = extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true);
  const signer = makeCertificate({ name: 'signer', issuer, notBefore, notAfter, extensions: [keyUsage(0x80), purpose] });
  const loop = Array.from({ length: limits.timestampCertificates - 1 }, (_, at) =>
    makeCertificate({ ...authorities, name: 'loop', keys: issuer, issuer, serial: at + 1 }),
  );
  const stamped = Buffer.from('signature');
  const response = makeTimestamp({ signer, issuer, stamped, time: new Date('2026-01-01'), embedded: [signer, ...loop] });
  const token = readTimestampResponse(response, anyTimestamp);
  const roots = [parseCertificate(trusted.der, 'trusted')];
  const taken = processorMs(() => {
    expect(() => verifyTimestampToken(token, stamped, roots, 'it')).toThrow('has no path to a certificate in the tsa trust stores');
  });
  expect(taken).toBeLessThan(10_000);
});
