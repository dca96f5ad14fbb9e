import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { berToDer } from './ber-to-der.ts';
import { writeDer, writeInteger, writeOctetString, writeSequence } from './der-writer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('berToDer', () => {
  it.each<[string, string, string]>([
    ['DER', '30 05 0500 020101', '30050500020101'],
    ['an indefinite length', '30 80 0500 020101 0000', '30050500020101'],
    ['indefinite lengths in each other', '30 80 a0 80 0500 0000 0000', '3004a0020500'],
    ['an indefinite length with nothing in it', '30 80 0000', '3000'],
    ['an octet string in parts', '24 80 0402abcd 0401ef 0000', '0403abcdef'],
    ['an octet string in parts of parts', '24 0a 24 80 0401ab 0000 040101', '0402ab01'],
    ['an octet string in no part', '24 00', '0400'],
    ['a length that could be shorter', '30 82 0002 0500', '30020500'],
    ['a length of a primitive that could be shorter', '04 84 00000001 07', '040107'],
    ['values that are not DER, unchanged', '30 03 0101 01', '3003010101'],
    ['an implicitly tagged primitive', '80 81 01 07', '800107'],
  ])('rewrites %s', (_name, ber, der) => {
    expect(berToDer(hex(ber)).toString('hex')).toBe(der);
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'an element is truncated'],
    ['a tag alone', '30', 'an element is truncated'],
    ['a truncated element', '30 02 05', 'an element is truncated'],
    ['a truncated length', '30 82 01', 'an element is truncated'],
    ['an indefinite length without an end', '30 80 0500', 'an element is truncated'],
    ['an indefinite length with half an end', '30 80 0500 00', 'an element is truncated'],
    ['an end that has a length', '30 80 0500 0001 00', 'an element is truncated'],
    ['an indefinite length of a primitive', '04 80 0000', 'a primitive element has an indefinite length'],
    ['data after the element', '0500 00', 'data follows the element'],
    ['a length of seven octets', '04 87 00000000000001 00', 'a length has more than 6 octets'],
    ['a huge length', '30 86 ffffffffffff', 'an element is truncated'],
    ['a tag of several octets', '1f 21 00', 'tag 0x1f is not supported'],
    ['text in parts', '2c 80 0c0161 0000', 'tag 0x2c is not supported'],
    ['an octet string of numbers', '24 03 020101', 'an octet string has parts of another type'],
  ])('refuses %s', (_name, ber, message) => {
    expect(() => berToDer(hex(ber))).toThrow(expect.objectContaining({ name: 'DerError', message }));
  });

  it('refuses elements that are nested too deep, in either form of length', () => {
    const deep = `elements are nested deeper than ${limits.asn1Depth}`;
    expect(() => berToDer(Buffer.alloc(200_000, hex('3080')))).toThrow(deep);
    let definite: Buffer = Buffer.alloc(0);
    for (let depth = 0; depth < limits.asn1Depth + 2; depth++) definite = writeSequence(definite);
    expect(() => berToDer(definite)).toThrow(deep);
  });

  it('does not change DER', () => {
    const { der } = fc.letrec<{ der: Buffer; leaf: Buffer; node: Buffer }>((tie) => ({
      der: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('node')),
      leaf: fc
        .uint8Array({ maxLength: 200 })
        .chain((bytes) => fc.constantFrom(writeOctetString(Buffer.from(bytes)), writeInteger(Buffer.from(bytes)))),
      node: fc
        .array(tie('der'), { maxLength: 4 })
        .chain((members) => fc.constantFrom(writeSequence(...members), writeDer(0xa1, ...members))),
    }));
    fc.assert(fc.property(der, (bytes) => berToDer(bytes).equals(bytes)));
  });

  it('throws nothing but DerError for random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(berToDer(bytes).length).toBeGreaterThan(1);
        } catch (error) {
          expect(error).toMatchObject({ name: 'DerError' });
        }
      }),
    );
  });
});
