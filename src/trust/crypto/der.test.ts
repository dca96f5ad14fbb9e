import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTag, readBitString, readChildren, readDer, readObjectIdentifier, readPositiveInteger } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import {
  writeBitString,
  writeDer,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeTime,
} from './der-writer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('readDer', () => {
  it.each<[string, number, string]>([
    ['30 00', 0x30, ''],
    ['04 03 010203', 0x04, '010203'],
    ['a3 02 0500', 0xa3, '0500'],
    [`04 81 80 ${'00'.repeat(128)}`, 0x04, '00'.repeat(128)],
    [`04 82 0100 ${'00'.repeat(256)}`, 0x04, '00'.repeat(256)],
    [`04 83 010000 ${'00'.repeat(65536)}`, 0x04, '00'.repeat(65536)],
  ])('takes %#', (bytes, tag, content) => {
    const element = readDer(hex(bytes));
    expect([element.tag, element.content.toString('hex'), element.bytes.length]).toEqual([tag, content, hex(bytes).length]);
  });

  it.each([
    ['', 'is cut short'],
    ['30', 'is cut short'],
    ['30 01', 'is cut short'],
    ['30 82 01', 'is cut short'],
    ['30 81', 'is cut short'],
    ['30 81 80', 'is cut short'],
    ['30 00 00', 'has bytes after its end'],
    ['30 80 0000', 'has a length that is indefinite or beyond 16 MiB'],
    ['30 84 00000000', 'has a length that is indefinite or beyond 16 MiB'],
    ['30 ff', 'has a length that is indefinite or beyond 16 MiB'],
    ['30 81 00', 'has a length that is not in its shortest form'],
    ['30 81 7f', 'has a length that is not in its shortest form'],
    ['30 82 00ff', 'has a length that is not in its shortest form'],
    ['30 82 0010', 'has a length that is not in its shortest form'],
    ['30 83 00ffff', 'has a length that is not in its shortest form'],
    ['1f 00', 'has a tag number above 30'],
    ['bf 00', 'has a tag number above 30'],
  ])('refuses %s', (bytes, message) => {
    expect(() => readDer(hex(bytes))).toThrow(expect.objectContaining({ name: 'DerError', message }));
  });

  it('wants the tag that is asked for', () => {
    expect(readDer(hex('0500'), derTags.null).tag).toBe(5);
    expect(() => readDer(hex('0500'), derTags.sequence)).toThrow('has tag 0x5 where 0x30 belongs');
    expect(() => expectTag(undefined, derTags.set)).toThrow('ends where tag 0x31 belongs');
  });

  it('reads children to the last byte', () => {
    expect(readChildren(readDer(hex('30 05 0500 020101'))).map(({ tag }) => tag)).toEqual([5, 2]);
    expect(readChildren(readDer(hex('3000')))).toEqual([]);
    expect(() => readChildren(readDer(hex('30 03 0500 02')))).toThrow('is cut short');
  });
});

describe('values', () => {
  it.each(['1.2.840.10045.2.1', '2.5.4.3', '0.9.2342', '1.39.128', '2.999.1', '2.47.16383.16384.2097152', '0.0', '2.0'])(
    'object identifier %s',
    (oid) => {
      expect(readObjectIdentifier(readDer(writeObjectIdentifier(oid)))).toBe(oid);
    },
  );

  it('writes an object identifier as RFC 5480 has it', () => {
    expect(writeObjectIdentifier('1.2.840.10045.3.1.7').toString('hex')).toBe('06082a8648ce3d030107');
  });

  it.each(['0600', '060180', `0641${'01'.repeat(65)}`, '06022a86'])('refuses the object identifier %s', (bytes) => {
    expect(() => readObjectIdentifier(readDer(hex(bytes)))).toThrow('has an unfinished object identifier');
  });

  it('takes one of 64 octets', () => {
    expect(readObjectIdentifier(readDer(hex(`0640${'01'.repeat(64)}`)))).toBe(`0.1${'.1'.repeat(63)}`);
  });

  it.each([
    ['020101', '01'],
    ['0202 00ff', 'ff'],
    ['0202 0080', '80'],
    ['02017f', '7f'],
    ['0202 0100', '0100'],
  ])('positive integer %s', (bytes, magnitude) => {
    expect(readPositiveInteger(readDer(hex(bytes))).toString('hex')).toBe(magnitude);
  });

  it.each(['020100', '0200', '020180', '0201ff', '0202007f', '02020001', '02020000'])('refuses the integer %s', (bytes) => {
    expect(() => readPositiveInteger(readDer(hex(bytes)))).toThrow('has an integer that is not positive or not in its shortest form');
  });

  it.each([
    ['01', '020101'],
    ['80', '02020080'],
    ['000001', '020101'],
    ['0080', '02020080'],
    ['00', '020100'],
    ['', '020100'],
  ])('writes the integer %s', (magnitude, bytes) => {
    expect(writeInteger(hex(magnitude)).toString('hex')).toBe(bytes);
  });

  it('writes integers that are read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        fc.pre(bytes[0] !== 0);
        expect(readPositiveInteger(readDer(writeInteger(Buffer.from(bytes))))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('bit strings fill their octets', () => {
    expect(readBitString(readDer(writeBitString(hex('a0b0')))).toString('hex')).toBe('a0b0');
    expect(() => readBitString(readDer(writeBitString(hex('a0'), 5)))).toThrow('has a bit string that does not end with an octet');
    expect(() => readBitString(readDer(hex('0300')))).toThrow('has a bit string that does not end with an octet');
  });

  it.each<[string, string]>([
    ['1949-12-31T23:59:59Z', '180f31393439313233313233353935395a'],
    ['1950-01-01T00:00:00Z', '170d3530303130313030303030305a'],
    ['2049-12-31T23:59:59.999Z', '170d3439313233313233353935395a'],
    ['2050-01-01T00:00:00Z', '180f32303530303130313030303030305a'],
  ])('time %s', (time, bytes) => {
    expect(writeTime(new Date(time)).toString('hex')).toBe(bytes);
  });

  it('writes lengths that its reader does not take', () => {
    expect(
      writeDer(4, Buffer.alloc(1 << 24))
        .subarray(0, 6)
        .toString('hex'),
    ).toBe('048401000000');
  });

  it.each([0, 127, 128, 255, 256, 65_535, 65_536])('lengths of %i', (length) => {
    const content = Buffer.alloc(length, 7);
    expect(readDer(writeOctetString(content)).content).toEqual(content);
  });

  it('joins what it holds', () => {
    expect(writeSequence(writeNull(), writeDer(1, hex('ff'))).toString('hex')).toBe('300505000101ff');
  });
});
