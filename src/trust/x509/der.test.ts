import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTag, readDer, readElements, readHeader, readMembers, readOptional } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readBitString, readObjectIdentifier, readPositiveInteger } from './der-values.ts';
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
  ])('reads %s', (bytes, tag, content) => {
    const element = readDer(hex(bytes));
    expect([element.tag, element.content.toString('hex'), element.bytes.length]).toEqual([tag, content, hex(bytes).length]);
  });

  it.each([
    ['', 'an element is truncated'],
    ['30', 'an element is truncated'],
    ['30 01', 'an element is truncated'],
    ['30 82 01', 'an element is truncated'],
    ['30 81', 'an element is truncated'],
    ['30 81 80', 'an element is truncated'],
    ['30 00 00', 'data follows the element'],
    ['30 80 0000', 'a length is indefinite or has more than 4 octets'],
    ['30 84 00000000', 'a length is not in its shortest form'],
    ['30 84 ffffffff', 'an element is truncated'],
    ['30 85 0000000001 00', 'a length is indefinite or has more than 4 octets'],
    ['30 ff', 'a length is indefinite or has more than 4 octets'],
    ['30 81 00', 'a length is not in its shortest form'],
    ['30 81 7f', 'a length is not in its shortest form'],
    ['30 82 00ff', 'a length is not in its shortest form'],
    ['30 82 0010', 'a length is not in its shortest form'],
    ['30 83 00ffff', 'a length is not in its shortest form'],
    ['1f 00', 'tag 0x1f is not supported'],
    ['bf 00', 'tag 0xbf is not supported'],
    ['00 00', 'tag 0x0 is not supported'],
  ])('refuses %s', (bytes, message) => {
    expect(() => readDer(hex(bytes))).toThrow(expect.objectContaining({ name: 'DerError', message }));
  });

  it('requires the expected tag', () => {
    expect(readDer(hex('0500'), derTags.null).tag).toBe(5);
    expect(() => readDer(hex('0500'), derTags.sequence)).toThrow('expected tag 0x30, found 0x5');
    expect(() => expectTag(undefined, derTags.set)).toThrow('expected tag 0x31, found nothing');
  });

  it('reads members to the last byte', () => {
    expect(readMembers(readDer(hex('30 05 0500 020101')), derTags.sequence).map(({ tag }) => tag)).toEqual([5, 2]);
    expect(readMembers(readDer(hex('3000')), derTags.sequence)).toEqual([]);
    expect(() => readMembers(readDer(hex('30 03 0500 02')), derTags.sequence)).toThrow('an element is truncated');
  });

  it('reads optional members in their order and refuses others', () => {
    const tags = (bytes: string): unknown => readOptional(readElements(hex(bytes)), [1, 2, 4]).map((element) => element?.tag);
    expect(['', '0101ff', '020101', '0101ff 0400', '0101ff 020101 0400'].map(tags)).toEqual([
      [undefined, undefined, undefined],
      [1, undefined, undefined],
      [undefined, 2, undefined],
      [1, undefined, 4],
      [1, 2, 4],
    ]);
    expect(() => tags('020101 0101ff')).toThrow('unexpected tag 0x1');
    expect(() => tags('0101ff 0101ff')).toThrow('unexpected tag 0x1');
    expect(() => tags('0500')).toThrow('unexpected tag 0x5');
  });

  it('holds a header to its limit, not to the end of the buffer', () => {
    expect(readHeader(hex('04 01 07 04 01 07'), 3, 6)).toEqual({ tag: 4, contentStart: 5, end: 6 });
    expect(() => readHeader(hex('04 02 07 07'), 0, 3)).toThrow('an element is truncated');
    expect(() => readHeader(hex('04 81 80'), 0, 2)).toThrow('an element is truncated');
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

  it.each(['0600', '060180', `0641${'01'.repeat(65)}`, '06022a86', '06032a8001', `0614${'ff'.repeat(19)}7f`])(
    'refuses the object identifier %s',
    (bytes) => {
      expect(() => readObjectIdentifier(readDer(hex(bytes)))).toThrow('an invalid object identifier');
    },
  );

  it('accepts one of 64 octets', () => {
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
    expect(() => readPositiveInteger(readDer(hex(bytes)))).toThrow(/an invalid integer|an integer is not positive/);
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
    expect(() => readBitString(readDer(writeBitString(hex('a0'), 5)))).toThrow('a bit string is empty or has unused bits');
    expect(() => readBitString(readDer(hex('0300')))).toThrow('a bit string is empty or has unused bits');
  });

  it.each<[string, string]>([
    ['1949-12-31T23:59:59Z', '180f31393439313233313233353935395a'],
    ['1950-01-01T00:00:00Z', '170d3530303130313030303030305a'],
    ['2049-12-31T23:59:59.999Z', '170d3439313233313233353935395a'],
    ['2050-01-01T00:00:00Z', '180f32303530303130313030303030305a'],
  ])('time %s', (time, bytes) => {
    expect(writeTime(new Date(time)).toString('hex')).toBe(bytes);
  });

  it('writes and reads lengths of four octets, as large revocation lists have', () => {
    const large = writeDer(4, Buffer.alloc(1 << 24));
    expect(large.subarray(0, 6).toString('hex')).toBe('048401000000');
    expect(readDer(large).content.length).toBe(1 << 24);
  });

  it.each([0, 127, 128, 255, 256, 65_535, 65_536])('lengths of %i', (length) => {
    const content = Buffer.alloc(length, 7);
    expect(readDer(writeOctetString(content)).content).toEqual(content);
  });

  it('joins its members', () => {
    expect(writeSequence(writeNull(), writeDer(1, hex('ff'))).toString('hex')).toBe('300505000101ff');
  });
});
