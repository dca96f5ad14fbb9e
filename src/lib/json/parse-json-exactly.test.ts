import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals } from './compare-decimals.ts';
import { ExactNumber } from './exact-number.ts';
import { parseJsonExactly } from './parse-json-exactly.ts';

const parse = (text: string): unknown => parseJsonExactly(Buffer.from(text), { maxBytes: 10_000, maxDepth: 8 });

describe('numbers', () => {
  it.each(['0', '-0', '1.5', '100000000000000000000', '1e3', '0.1', '123456789012345', '5e-324', '1.7976931348623157e308', '2.50'])('%s is a JavaScript number', (text) => {
    expect(parse(text)).toBe(JSON.parse(text));
  }); // prettier-ignore

  it.each(['7.00000000000000000001', '1e400', '-1e-400', '9007199254740993', '0.1234567890123456789', `1${'0'.repeat(1_100)}`])('%s is kept as it is written', (text) => {
    expect(parse(` {"a" : [ ${text} ,"${text}"]}`)).toEqual({ a: [new ExactNumber(text), text] });
  }); // prettier-ignore

  it.each(['01.00000000000000000000001', '1.e400', '+1e400', '1e400e400', '--1e400', '1e400"', '{"a":1e400', '{1e400 :1}'])('%s is not JSON', (text) => {
    expect(() => parse(text)).toThrow('is not JSON');
  }); // prettier-ignore

  it('are written as JSON.parse has them', () => {
    expect(JSON.stringify(parse('[7.00000000000000000001,1e400]'))).toBe('[7,null]');
  });

  it('keep the bounds of the input', () => {
    expect(() => parse(`[${'1e400,'.repeat(2_000)}1]`)).toThrow('is 12003 bytes long, more than 10000');
    expect(() => parse('[[[[[[[[[1e400]]]]]]]]]')).toThrow('nested more than 8 deep');
  });

  it('in any JSON are what JSON.parse makes of them, or kept', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(JSON.parse(JSON.stringify(parseJsonExactly(Buffer.from(text), { maxBytes: 1e6, maxDepth: 64 })))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('comparing', () => {
  it.each([
    ['1e3', '1000.0', 0],
    ['-0', '0e5', 0],
    ['0.001', '1E-3', 0],
    ['7', '7.00000000000000000001', -1],
    ['-7', '-7.00000000000000000001', 1],
    ['1e400', '9e399', 1],
    ['-1', '1', -2],
    ['0', '-1e-99999999999999999999', 1],
    ['12', '112', -1],
    ['0.12', '0.112', 1],
  ])('%s with %s: %i', (one, other, expected) => {
    expect([compareDecimals(one, other), compareDecimals(other, one)]).toEqual([expected, expected === 0 ? 0 : -expected]);
  });

  it.each(['', 'x', '.5', '1.', '01', '+1', '0x1', 'Infinity', `1${'0'.repeat(1_000)}`])('nothing with %s', (text) => {
    expect(compareDecimals(text, '1')).toBeUndefined();
  });

  it('agrees with JavaScript where nothing is rounded', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), (a, b) => {
        expect(Math.sign(compareDecimals(String(a), String(b)) ?? Number.NaN)).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });
});
