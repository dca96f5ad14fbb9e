import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { parseCertificate } from '../../../src/trust/notation/certificate/parse-certificate.ts';
import { anyTimestamp } from '../../../src/trust/x509/timestamp-rules.ts';
import { readTimestampToken } from '../../../src/trust/x509/timestamp-token.ts';
import { parseRevocationList } from '../../../src/trust/notation/revocation/revocation-list.ts';
import { processorMs } from '../../support/processor-time.ts';

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
