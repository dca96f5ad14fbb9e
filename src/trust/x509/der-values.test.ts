import { describe, expect, it } from 'vitest';
import { DerError } from './der-error.ts';
import { readDer, readElements } from './der-reader.ts';
import {
  readBitString,
  readBoolean,
  readGeneralizedTime,
  readInteger,
  readObjectIdentifier,
  readSmallInteger,
  readTime,
  readUtf8,
} from './der-values.ts';
import { writeDer } from './der-writer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const at = (text: string): ReturnType<typeof readDer> => readDer(hex(text));
const time = (tag: number, text: string): ReturnType<typeof readDer> => readDer(writeDer(tag, Buffer.from(text)));

describe('reading elements', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535, 65_536])('with %i bytes of content', (length) => {
    const content = Buffer.alloc(length, 9);
    const bytes = writeDer(0x04, content);
    expect(readDer(bytes, 0x04)).toEqual({ tag: 4, content, bytes });
    expect(readElements(Buffer.concat([bytes, bytes])).length).toBe(2);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a tag alone', '04'],
    ['a cut element', '04 02 00'],
    ['a cut length', '04 82 01'],
    ['two elements', '05 00 05 00'],
    ['a long length that could be short', '04 81 01 00'],
    ['a length with a zero before it', '04 82 00 81'],
    ['an indefinite length', '30 80 00 00'],
    ['a length of five bytes', '04 85 00 00 00 00 01 00'],
    ['a tag of two bytes', '1f 21 00'],
    ['the tag of nothing', '00 00'],
  ])('refuses %s', (_name, text) => {
    expect(() => at(text)).toThrow(DerError);
  });
});

describe('reading values', () => {
  it.each<[string, () => unknown, unknown]>([
    ['object identifier', () => readObjectIdentifier(at('06 09 2a 86 48 86 f7 0d 01 09 10')), '1.2.840.113549.1.9.16'],
    ['object identifier under 2', () => readObjectIdentifier(at('06 03 88 37 03')), '2.999.3'],
    ['integer', () => readInteger(at('02 02 00 80')), hex('0080')],
    ['small integer', () => readSmallInteger(at('02 01 7f')), 127],
    ['true', () => readBoolean(at('01 01 ff')), true],
    ['false', () => readBoolean(at('01 01 00')), false],
    ['bit string', () => readBitString(at('03 03 00 01 02')), hex('0102')],
    ['text', () => readUtf8(at('0c 02 c3 a9')), 'é'],
    ['UTC time', () => readTime(time(0x17, '491231235959Z')), new Date('2049-12-31T23:59:59Z')],
    ['UTC time of the last century', () => readTime(time(0x17, '500101000000Z')), new Date('1950-01-01T00:00:00Z')],
    ['generalized time', () => readTime(time(0x18, '20240229120000Z')), new Date('2024-02-29T12:00:00Z')],
    [
      'generalized time with a fraction',
      () => readGeneralizedTime(time(0x18, '20240229120000.2859Z'), 'fraction'),
      new Date('2024-02-29T12:00:00.285Z'),
    ],
    [
      'generalized time with a short fraction',
      () => readGeneralizedTime(time(0x18, '20240229120000.5Z'), 'fraction'),
      new Date('2024-02-29T12:00:00.500Z'),
    ],
    [
      'object identifier of an arc of 128 bits',
      () => readObjectIdentifier(at(`06 14 69 83 ${'ff '.repeat(17)}7f`)),
      '2.25.340282366920938463463374607431768211455',
    ],
  ])('%s', (_name, read, expected) => {
    expect(read()).toEqual(expected);
  });

  it.each<[string, () => unknown]>([
    ['an empty object identifier', () => readObjectIdentifier(at('06 00'))],
    ['a truncated object identifier', () => readObjectIdentifier(at('06 02 2a 86'))],
    ['an object identifier with padding', () => readObjectIdentifier(at('06 03 2a 80 01'))],
    ['an object identifier with an arc beyond 128 bits', () => readObjectIdentifier(at(`06 15 69 ${'ff '.repeat(19)}7f`))],
    ['an empty integer', () => readInteger(at('02 00'))],
    ['an integer with padding', () => readInteger(at('02 02 00 7f'))],
    ['a negative integer with padding', () => readInteger(at('02 02 ff 80'))],
    ['a negative small integer', () => readSmallInteger(at('02 01 80'))],
    ['a small integer that is large', () => readSmallInteger(at('02 05 01 00 00 00 00'))],
    ['a boolean that is neither', () => readBoolean(at('01 01 01'))],
    ['a boolean of two bytes', () => readBoolean(at('01 02 ff ff'))],
    ['a bit string with unused bits', () => readBitString(at('03 02 01 02'))],
    ['text that is not UTF-8', () => readUtf8(at('0c 01 c3'))],
    ['a time with a zone', () => readTime(time(0x17, '2401010000+0100'))],
    ['a time without seconds', () => readTime(time(0x17, '2401010000Z'))],
    ['31 February', () => readTime(time(0x18, '20240231120000Z'))],
    ['25 hours', () => readTime(time(0x18, '20240228250000Z'))],
    ['a fraction that ends in 0', () => readGeneralizedTime(time(0x18, '20240228120000.10Z'), 'fraction')],
    ['a fraction where whole seconds belong', () => readTime(time(0x18, '20240228120000.1Z'))],
    ['a short time where four digits of a year belong', () => readGeneralizedTime(time(0x17, '240228120000Z'), 'fraction')],
    ['a number instead of a time', () => readTime(at('02 01 01'))],
  ])('refuses %s', (_name, read) => {
    expect(read).toThrow(DerError);
  });
});
